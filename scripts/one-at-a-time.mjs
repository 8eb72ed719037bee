import { createHash } from 'node:crypto';
import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { LaunchError, say } from './say.mjs';

/**
 * Runs `work` while no other launcher of this folder does: two first starts at once must not run two installs into
 * one node_modules. The lock is a name to listen on (an abstract socket, a named pipe), because the system itself
 * takes such a name back when its owner dies, however it dies; a lock file would have to be judged for staleness.
 * macOS has no such names; there, two simultaneous first starts are not guarded.
 */
export async function alone(root, work) {
  const name = `robot-console-launch-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`;
  const address = { linux: `\0${name}`, win32: `\\\\.\\pipe\\${name}` }[process.platform];
  if (address === undefined) return work();

  let lock = await listen(address);
  if (lock === null) say('Another start is bringing this folder up to date; waiting for it.');
  while (lock === null) {
    await sleep(200);
    lock = await listen(address);
  }
  try {
    return await work();
  } finally {
    lock.close();
  }
}

/** The server that now owns the name, or null when somebody else does. */
async function listen(address) {
  const server = net.createServer((visitor) => visitor.destroy());
  try {
    server.listen(address);
    await once(server, 'listening');
    return server;
  } catch (error) {
    if (error.code === 'EADDRINUSE') return null;
    throw new LaunchError(`cannot tell whether another start is under way: ${error.message}`);
  }
}
