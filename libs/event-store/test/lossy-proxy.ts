import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface LossyProxy {
  /** The database's URL through the proxy. */
  url: string;
  /** From now on answers of the server are swallowed; `drop` then cuts the connections. */
  swallow(): void;
  /** Cuts every connection; new ones work again. */
  drop(): void;
  /** No new connections until `restore`. Resolves when the first one has been refused. */
  refuse(): Promise<void>;
  restore(): void;
  stop(): Promise<void>;
}

/** A network between a process and its database that can fail at the worst moment: the request arrives, the answer does not. */
export async function lossyProxy(databaseUrl: string): Promise<LossyProxy> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let swallowing = false;
  let refusing: (() => void) | null = null;
  const server = createServer((client) => {
    if (refusing) {
      refusing();
      return client.destroy();
    }
    const upstream = connect(Number(target.port), target.hostname);
    sockets.add(client).add(upstream);
    client.on('data', (chunk) => upstream.write(chunk));
    upstream.on('data', (chunk) => {
      if (!swallowing) client.write(chunk);
    });
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ]) {
      one.on('error', () => undefined);
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
    return undefined;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  const drop = (): void => {
    swallowing = false;
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: url.href,
    swallow: () => (swallowing = true),
    drop,
    refuse: () => new Promise((resolve) => (refusing = resolve)),
    restore: () => (refusing = null),
    stop: () => {
      drop();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
