/** The views that can be watched. */
export const LIVE_VIEWS = ['overview', 'unit', 'worklist', 'dossier'] as const;
export type LiveView = (typeof LIVE_VIEWS)[number];
