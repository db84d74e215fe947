/** A promise that never keeps, and the function that breaks it: how a part tells the process that it cannot go on. */
export function failure(): { failed: Promise<never>; fail: (error: unknown) => void } {
  let fail!: (error: unknown) => void;
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  // whoever watches it handles it; nobody watching is no unhandled rejection
  failed.catch(() => undefined);
  return { failed, fail };
}
