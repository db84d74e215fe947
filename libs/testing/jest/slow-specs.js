// Specs with servers and browsers may take longer than Jest's five seconds. (As a project's `testTimeout` Jest 30 ignores it.)
import { jest } from '@jest/globals';

jest.setTimeout(60_000);
