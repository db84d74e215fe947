import { runApp } from '#application';
import { ClerkModule } from './clerk.module.js';

runApp({ name: 'clerk', port: 3003, parts: () => ({ imports: [ClerkModule] }) });
