export { RawViewer } from './works/raw-viewer.js';
