/**
 * What stands in for `src/queue/queued_edit.ts` in a pawl without group commit, to be compared with: whoever finds the lock
 * held waits for it and then makes its own change alone.
 *
 * @module
 */
import { editText } from "../../src/edit/edit_text.ts";
import type { FileIo } from "../../src/file/file_io.ts";
import type { EditResult, QueuedEdit } from "../../src/queue/edit_request.ts";
import { updateFile } from "../../src/store/file_store.ts";

/**
 * Edits a document alone.
 *
 * @param request What to edit.
 * @param io The operating system.
 * @returns What was done.
 */
export async function editThroughQueue(request: Omit<QueuedEdit, "formatId">, io: FileIo): Promise<EditResult> {
  const { path, loadFormat, changes, options } = request;
  const format = await loadFormat();
  return await updateFile(path, ({ text }) => editText(format, text, changes, path).text, options, io);
}
