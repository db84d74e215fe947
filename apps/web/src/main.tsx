import './styles/fonts.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/views.css';
import './styles/rounds.css';
import './styles/print.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.js';
import { followLinks } from './navigation.js';

followLinks();
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
