export { ClerkModule } from './clerk.module.js';
