/** Token of the folder into which the page was built. */
export const PAGE_FOLDER = Symbol('PAGE_FOLDER');
