import { createServer } from 'node:net';
import { type Ended, eventually, type Program, type Settings, startApp } from '../test/programs.js';

/** A port that was free a moment ago. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

/** An app as a process that is started again whenever it ends, as the operating system's supervisor does. */
export class KeptApp {
  /** Ends that nobody here has caused: an app must live through the absence of others. */
  readonly ownEnds: Ended[] = [];
  private program!: Program;
  private stopping = false;
  private killed = false;

  private constructor(
    readonly name: string,
    readonly address: string,
    private readonly settings: Settings,
  ) {}

  /** Starts it and waits until it is ready. @throws Error when it does not get ready; it is ended then */
  static async start(name: string, settings: Settings): Promise<KeptApp> {
    const port = await freePort();
    const app = new KeptApp(name, `http://127.0.0.1:${port}`, { ...settings, PORT: String(port) });
    app.launch();
    try {
      await app.ready();
    } catch (error) {
      await app.stop();
      throw error;
    }
    return app;
  }

  get pid(): number {
    return this.program.child.pid!;
  }

  private launch(): void {
    this.program = startApp(this.name, this.settings);
    void this.program.ended.then((ended) => {
      if (this.stopping) return;
      if (!this.killed) this.ownEnds.push(ended);
      this.killed = false;
      this.launch();
    });
  }

  async isReady(): Promise<boolean> {
    const answer = await fetch(`${this.address}/health/ready`).catch(() => null);
    await answer?.body?.cancel();
    return answer?.ok ?? false;
  }

  ready(): Promise<boolean> {
    return eventually(() => this.isReady(), Boolean, 120_000);
  }

  /** SIGKILL; the successor is started by itself. */
  async kill(): Promise<void> {
    this.killed = true;
    await this.program.stop('SIGKILL');
  }

  /**
   * SIGKILL in the middle of its work: it is frozen, looked at, and let go on for a moment when it had nothing in hand.
   * @param before what is noted while it still runs
   * @param inHand whether the frozen process has not finished what was noted
   */
  async killAtWork<T>(before: () => Promise<T>, inHand: (noted: T) => boolean | Promise<boolean>): Promise<void> {
    await eventually(
      async () => {
        const noted = await before();
        this.signal('SIGSTOP');
        try {
          if (await inHand(noted)) return true;
        } catch (error) {
          this.signal('SIGCONT');
          throw error;
        }
        this.signal('SIGCONT');
        return false;
      },
      Boolean,
      120_000,
    );
    await this.kill();
  }

  signal(signal: NodeJS.Signals): void {
    this.program.child.kill(signal);
  }

  async stop(): Promise<Ended> {
    this.stopping = true;
    return this.program.stop();
  }
}
