import { FIGURE_CHOICES, type ViewAddress } from '../../choices.js';

export const drill: ViewAddress = { path: '/danh-sach', kept: ['figure', 'unit', ...FIGURE_CHOICES, 'after'] };
