/** Sends a file that a person chose to the sandbox. */

/** Uploads one file as `me`; gives the sandbox's entry of it, or null when it was not taken. */
export async function upload(store, me, file) {
  const content = await asBase64(file);
  const answer = await store.attempt(() => store.api.upload(me, { name: file.name, content }));
  return answer?.file ?? null;
}

function asBase64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
