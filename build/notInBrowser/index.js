// Imported only if something meant for the browser is run in Node by mistake: say so at once.
throw new Error("This package is not installed: it has no part in the browser.");
