// Runs before every spec file. Decorators need the metadata API; TRACKER_TEST_NOW lets the whole suite run on another day.
import 'reflect-metadata';

const wanted = process.env.TRACKER_TEST_NOW;
if (wanted) {
  const start = Date.parse(wanted);
  if (Number.isNaN(start)) throw new Error(`TRACKER_TEST_NOW is not an instant: ${wanted}`);
  const RealDate = globalThis.Date;
  const offset = start - RealDate.now();
  globalThis.Date = class Date extends RealDate {
    constructor(...parts) {
      if (parts.length === 0) super(RealDate.now() + offset);
      else super(...parts);
    }
    static now() {
      return RealDate.now() + offset;
    }
  };
}
