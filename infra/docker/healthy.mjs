// Health check of the image (which has no curl): status 0 when the app in this container is ready.
const answer = await fetch(`http://127.0.0.1:${process.env.PORT ?? 3000}/health/ready`).catch(() => null);
process.exit(answer?.ok ? 0 : 1);
