/** Where the control endpoint answers; told to both of its ends. */
export const PUBLISH_PATH = "/_framescope/publish";
export const STATE_PATH = "/_framescope/state";
