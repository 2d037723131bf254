// Waits for the next mail and shows the list anew, but not while somebody is typing a search.
const newest = document.currentScript.dataset.newest;
const search = document.getElementById("to");
const given = search.value;

async function watch() {
  for (;;) {
    try {
      const response = await fetch(`/api/mails?${new URLSearchParams({ after: newest, wait: "25s" })}`);
      const mails = await response.json();
      if (mails.length > 0) break;
    } catch {
      await new Promise((again) => setTimeout(again, 5000)); // the demo was stopped; it may come back
    }
  }
  const show = () => location.reload();
  if (search.value === given) show();
  else search.form.addEventListener("focusout", show);
}

watch();
