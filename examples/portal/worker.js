// Keeps the portal for when there is no network. The build puts `VERSION` and `FILES` before this.

const CACHE = `portal ${VERSION}`;

self.addEventListener("install", (event) => {
    const fill = async () =>
        (await caches.open(CACHE)).addAll(FILES.map((file) => new Request(file, { cache: "reload" })));
    event.waitUntil(fill());
});

self.addEventListener("activate", (event) => {
    const tidy = async () => {
        const old = (await caches.keys()).filter((name) => name.startsWith("portal ") && name !== CACHE);
        await Promise.all(old.map((name) => caches.delete(name)));
        await self.clients.claim();
    };
    event.waitUntil(tidy());
});

// One version as a whole: what is kept is never mixed with what the server has by now.
self.addEventListener("fetch", (event) => {
    if (event.request.method !== "GET") return;
    const answer = async () =>
        (await (await caches.open(CACHE)).match(event.request, { ignoreSearch: true })) ?? fetch(event.request);
    event.respondWith(answer());
});
