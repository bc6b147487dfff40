/** What to try when an HTTP answer is no success, for any protocol; a protocol's own words take the place of these. Words only. */
export type StatusAdvice = Readonly<Record<number, readonly string[]>>;

export function adviseOnStatus(status: number, own: StatusAdvice): readonly string[] {
  return (
    own[status] ?? general[status] ?? (status >= 500 ? broke : status >= 300 && status < 400 ? redirected : notTaken)
  );
}

export const serverLogAdvice =
  "Look into the server's log for a crash, a restart or a worker's time limit at this moment.";

const broke = ["Look into the server's log: it failed while it answered."];
const redirected = ["Follow the Location header, or allow redirects for this endpoint."];
const notTaken = ["Check the path and the headers; the body of the answer may say more."];

const general: StatusAdvice = {
  404: ["Check the path and the query."],
  405: ["Try another method."],
  502: ["A proxy answers, but the server behind it does not. Check that the server runs and where the proxy sends."],
  503: ["The server or its proxy is overloaded or restarting. See Retry-After in the answer."],
};
