// Files that a user brings: by a drop, by a folder, by a choice of files. They go to the
// server as texts; no path of his disk does.

export type Brought = { name: string; body: string };

export const filesMost = 500;
const bytesMost = 1 << 20;

export type Refusal = { why: 'noYaml' } | { why: 'tooMany' } | { why: 'tooLarge'; name: string };

const isText = (name: string) => /\.ya?ml$/i.test(name) && !/(^|\/)\./.test(name);

/** read takes the texts among files, named as in the folder that was opened. */
export async function read(files: readonly { file: File; name: string }[]): Promise<Brought[] | Refusal> {
  const texts = files.filter((f) => isText(f.name));
  if (texts.length === 0) return { why: 'noYaml' };
  if (texts.length > filesMost) return { why: 'tooMany' };
  const large = texts.find((f) => f.file.size > bytesMost);
  if (large) return { why: 'tooLarge', name: large.name };
  const out: Brought[] = [];
  for (const f of texts.sort((a, b) => (a.name < b.name ? -1 : 1))) out.push({ name: f.name, body: await f.file.text() });
  return out;
}

/** chosen are the files of an input, a folder's with their paths. */
export const chosen = (list: FileList | null) => [...(list ?? [])].map((file) => ({ file, name: file.webkitRelativePath || file.name }));

/** dropped are the files of a drop, those in folders too. */
export async function dropped(data: DataTransfer): Promise<{ file: File; name: string }[]> {
  // The items are gone once the event is over: they are taken before anything is awaited.
  const roots = [...data.items].map((i) => i.webkitGetAsEntry()).filter((e) => e !== null);
  if (roots.length === 0) return chosen(data.files);
  const out: { file: File; name: string }[] = [];
  for (const root of roots) await walk(root, out);
  return out;
}

async function walk(entry: FileSystemEntry, out: { file: File; name: string }[]): Promise<void> {
  if (out.length > filesMost) return;
  if (entry.isFile) {
    if (isText(entry.fullPath)) {
      const file = await new Promise<File>((done, failed) => (entry as FileSystemFileEntry).file(done, failed));
      out.push({ file, name: entry.fullPath.replace(/^\//, '') });
    }
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((done, failed) => reader.readEntries(done, failed));
    if (some.length === 0) return;
    for (const e of some) await walk(e, out);
  }
}
