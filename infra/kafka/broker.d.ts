import type { ChildProcess } from 'node:child_process';

export class BrokerFault extends Error {}
export function fetchJars(): string;
export function startBroker(options: {
  folder: string;
  port?: number;
  heap?: string;
  log?: 'inherit' | 'file';
  detached?: boolean;
}): Promise<{ brokers: string[]; port: number; pid: number; child: ChildProcess }>;
