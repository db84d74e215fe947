import { FIGURE_CHOICES, type ViewAddress } from '../../choices.js';

export const overview: ViewAddress = { path: '/', kept: [...FIGURE_CHOICES, 'sort', 'columns'] };
