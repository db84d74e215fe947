import { Controller, Get, HttpCode, Injectable, Module, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Response } from 'express';

export interface HealthState {
  up: boolean;
  /** Facts for whoever is called at night; no personal data. */
  detail?: Record<string, unknown>;
}

/** Something that must work before this program may get work. */
export interface HealthIndicator {
  name: string;
  check(): HealthState | Promise<HealthState>;
}

export interface HealthReport {
  status: 'up' | 'down';
  checks: Record<string, { status: 'up' | 'down' } & Record<string, unknown>>;
}

const TIME_LIMIT_MS = 2_000;

/** What this process knows of its health. Indicators are added where the thing that they watch is made. */
@Injectable()
export class Health {
  private readonly indicators = new Map<string, HealthIndicator>();
  private deadReason: string | null = null;
  private draining = false;

  /** Adds or replaces the indicator of that name. */
  add(indicator: HealthIndicator): void {
    this.indicators.set(indicator.name, indicator);
  }

  /** From now on "live" is red: only a new start of the process helps. */
  markDead(reason: string): void {
    this.deadReason ??= reason;
  }

  /** From now on "ready" is red: the process finishes what it has and stops. */
  drain(): void {
    this.draining = true;
  }

  live(): HealthReport {
    const reason = this.deadReason;
    return reason === null
      ? { status: 'up', checks: {} }
      : { status: 'down', checks: { process: { status: 'down', reason } } };
  }

  async ready(): Promise<HealthReport> {
    const results = await Promise.all(
      [...this.indicators.values()].map(async (indicator) => [indicator.name, await checkInTime(indicator)] as const),
    );
    if (this.draining) results.push(['process', { up: false, detail: { reason: 'stopping' } }]);
    if (this.deadReason !== null) results.push(['process', { up: false, detail: { reason: this.deadReason } }]);
    return {
      status: results.every(([, state]) => state.up) ? 'up' : 'down',
      checks: Object.fromEntries(
        results.map(([name, { up, detail }]) => [name, { status: up ? 'up' : 'down', ...detail }]),
      ),
    };
  }
}

async function checkInTime(indicator: HealthIndicator): Promise<HealthState> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<HealthState>((resolve) => {
    timer = setTimeout(
      () => resolve({ up: false, detail: { reason: `no answer within ${TIME_LIMIT_MS} ms` } }),
      TIME_LIMIT_MS,
    );
  });
  try {
    return await Promise.race([Promise.resolve(indicator.check()), late]);
  } catch (error) {
    // The message may quote an address with a password: only the kind of fault is shown.
    const code = (error as { code?: unknown } | null)?.code;
    return {
      up: false,
      detail: { reason: typeof code === 'string' ? code : error instanceof Error ? error.name : 'failed' },
    };
  } finally {
    clearTimeout(timer);
  }
}

@ApiExcludeController()
@Controller('health')
export class HealthController {
  constructor(private readonly health: Health) {}

  @Get('live')
  @HttpCode(200)
  live(@Res({ passthrough: true }) response: Response): HealthReport {
    return answer(response, this.health.live());
  }

  @Get('ready')
  @HttpCode(200)
  async ready(@Res({ passthrough: true }) response: Response): Promise<HealthReport> {
    return answer(response, await this.health.ready());
  }
}

function answer(response: Response, report: HealthReport): HealthReport {
  response.setHeader('Cache-Control', 'no-store');
  response.status(report.status === 'up' ? 200 : 503);
  return report;
}

/** GET /health/live and GET /health/ready; give `Health` to whoever has an indicator. */
@Module({ providers: [Health], controllers: [HealthController], exports: [Health] })
export class HealthModule {}
