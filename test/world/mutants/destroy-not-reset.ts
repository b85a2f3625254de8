import { Socket } from 'node:net';

/** A call that is cut has its socket closed instead of reset: what the kernel has not sent yet is still sent. */
Socket.prototype.resetAndDestroy = function resetAndDestroy(this: Socket) {
  return this.destroy();
};
