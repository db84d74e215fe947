import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ISocketFactory } from 'kafkajs';

/** As kafkajs itself. */
const KEEP_ALIVE_MS = 60_000;

/**
 * Makes kafkajs's connections as it would itself, until `cutOff` aborts: then they end at once and no other is made. Without it a client that
 * was given up goes on sending what it has in hand, after a disconnection too, beside the one that has taken over.
 */
export function socketsUntil(cutOff: AbortSignal): ISocketFactory {
  return ({ host, port, ssl, onConnect }) => {
    cutOff.throwIfAborted();
    const socket: Socket = ssl
      ? connectTls({ host, port, ...(isIP(host) ? {} : { servername: host }), ...ssl }, onConnect)
      : connect({ host, port }, onConnect);
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    const cut = (): void => void socket.destroy(new Error('given up'));
    cutOff.addEventListener('abort', cut, { once: true });
    socket.once('close', () => cutOff.removeEventListener('abort', cut));
    return socket;
  };
}
