import { Injectable } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import * as domain from '#domain';

@Injectable()
class Inner {
  readonly word = 'inner';
}

@Injectable()
class Outer {
  constructor(readonly inner: Inner) {}
}

describe('the tool chain', () => {
  it('gives a class its dependencies by the metadata of its decorators', async () => {
    const module = await Test.createTestingModule({ providers: [Inner, Outer] }).compile();
    expect(module.get(Outer).inner.word).toBe('inner');
  });

  it('runs ES modules and resolves an alias to the sources', () => {
    expect(import.meta.url).toContain('/libs/platform/src/');
    expect(typeof domain).toBe('object');
  });
});
