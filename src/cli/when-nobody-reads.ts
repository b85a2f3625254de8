/**
 * Ends the command where its words cannot be written: in silence when whoever reads them has gone, as `head` does, and
 * else with the code of what refused them.
 */
export function endWhenNobodyReads(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    process.stderr.write(`The words of this command cannot be written (${error.code}).\n`);
    process.exit(1);
  });
}
