import { spawn } from 'node:child_process';

/** Seconds in which a killed service can come back and find its server running. */
const GRACE_SECONDS = 5;
/** Seconds that a fast shutdown may take before an immediate one. */
const FAST_SECONDS = 10;

/** Where a service and its server are; `user` is the service's file in the folder of users. */
export type Kept = { users: string; user: string; cluster: string; socketRecord: string };

/**
 * A shell in a session of its own that waits for this process to disappear: its standard input ends with the process,
 * however that ends, so nothing is polled. It needs about a megabyte, a second Node would need 40.
 */
export function startKeeper(kept: Kept): { dismiss(): void } {
  const args = [kept.users, kept.user, kept.cluster, kept.socketRecord];
  const keeper = spawn('/bin/sh', ['-c', SCRIPT, 'mazano-keeper', ...args], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // Without a keeper a crash leaves a server that the next start adopts: no reason not to start.
  keeper.on('error', () => undefined);
  keeper.stdin.on('error', () => undefined);
  keeper.unref();
  if ('unref' in keeper.stdin && typeof keeper.stdin.unref === 'function') keeper.stdin.unref();
  return { dismiss: () => void keeper.kill('SIGKILL') };
}

/** The steps of users.ts and stop-server.ts, for a service that cannot take them any more. */
const SCRIPT = `
users=$1 user=$2 cluster=$3 record=$4

alive() { # process id, clock tick of its start or 0
  kill -0 "$1" 2>/dev/null || return 1
  [ -r "/proc/$1/stat" ] || return 0
  tick=$2
  read -r line < "/proc/$1/stat" || return 1
  set -- \${line##*) }
  [ "$1" != Z ] && { [ "$tick" = 0 ] || [ "$tick" = "\${20}" ]; }
}

serving() { # the postmaster of the cluster, not another process with its id
  alive "$1" 0 || return 1
  if [ -d /proc/self ]; then [ "/proc/$1/cwd" -ef "$cluster" ]
  else ps -ww -o command= -p "$1" | grep -qF -- "$cluster"; fi
}

while read -r _; do :; done
sleep ${GRACE_SECONDS}
rm -f "$users/$user"
for path in "$users"/*; do
  [ -e "$path" ] || continue
  name=\${path##*/}
  tail=\${name#*-}
  alive "\${name%%-*}" "\${tail%%-*}" && exit 0
  rm -f "$path"
done
[ -r "$cluster/postmaster.pid" ] || exit 0
{ read -r server; read -r _; read -r _; read -r _; read -r socket; } < "$cluster/postmaster.pid"
rmdir "$users" 2>/dev/null || [ ! -d "$users" ] || exit 0
serving "$server" || exit 0
rm -f "$record"
kill -INT "$server"
left=${FAST_SECONDS}
while serving "$server" && [ "$left" -gt 0 ]; do sleep 1; left=$((left - 1)); done
if serving "$server"; then kill -QUIT "$server"; sleep 1; fi
[ -z "$socket" ] || rm -rf "$socket"
`;
