import { createServer } from 'node:net';

/** Whether this machine's loopback address lets a program listen on `port`; 0 asks for any free one. Resolves to the port, or null. */
export function tryPort(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : null));
    });
  });
}

/** A port on the loopback address that is free at this moment: `wanted` if it is, otherwise any. */
export async function freePort(wanted = 0): Promise<number> {
  const port = (await tryPort(wanted)) ?? (await tryPort(0));
  if (port === null) throw new Error('This machine has no free port on 127.0.0.1.');
  return port;
}
