// What takes time is asked for until it is there.

/** until asks again while the answer says that the work is under way, and tells how far
 * it is. The server holds each answer back for a moment, so that this does not spin. */
export async function until<P, T extends { progress?: P | undefined }>(ask: () => Promise<T>, told: (progress: P) => void): Promise<T> {
  for (;;) {
    const a = await ask();
    if (!a.progress) return a;
    told(a.progress);
  }
}
