/**
 * Ends the process in silence when whoever read its output has gone, as `head` does after ten lines:
 * there is nobody left to tell anything. With the exit code of a shell's command that SIGPIPE ended.
 */
export function endWithReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(141);
  });
}
