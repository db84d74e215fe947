import { FIGURE_CHOICES, type ViewAddress } from '../../choices.js';

export const unit: ViewAddress = { path: '/don-vi', kept: ['unit', ...FIGURE_CHOICES, 'sort', 'columns'] };
