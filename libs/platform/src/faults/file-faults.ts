import { OperatorError } from './operator-error.js';

const SENTENCES: Record<string, (path: string) => string> = {
  ENOSPC: (path) => `The disk that holds ${path} is full: make room and start again.`,
  EDQUOT: (path) => `The quota of the disk that holds ${path} is used up: make room and start again.`,
  EROFS: (path) => `${path} lies on a read-only disk: set DATA_DIR to a folder that can be written.`,
  EACCES: (path) => `This user may not write to ${path}: change its owner, or set DATA_DIR to another folder.`,
  EPERM: (path) => `This user may not write to ${path}: change its owner, or set DATA_DIR to another folder.`,
  ENOENT: (path) => `${path} cannot be made: set DATA_DIR to a folder that can be written.`,
  ENOTDIR: (path) => `${path} is not a folder: set DATA_DIR to a folder.`,
  EEXIST: (path) => `${path} is not a folder: set DATA_DIR to a folder.`,
};

/** Turns a fault of the file system about `path` into one clear sentence; any other error is given back as it is. */
export function fileFault(error: unknown, path: string): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code ?? '';
  const sentence = SENTENCES[code];
  return sentence ? new OperatorError(sentence(path), { cause: error }) : error;
}
