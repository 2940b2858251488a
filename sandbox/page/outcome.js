/** Says what became of a deed. */

/** Whether a deed did not reach the app, or the app did not take it. */
export const failed = (result) => !result || result.acked === false || Boolean(result.error);

/** Slack's codes said as words; what has no words of its own stays as it is. */
export function inWords(text) {
  return text
    .replaceAll("operation_timeout", "operation timed out (no answer within 3 seconds)")
    .replaceAll("dispatch_failed", "the app is not connected");
}
