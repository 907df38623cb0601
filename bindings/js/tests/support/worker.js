// Answers the calls of a request's body, one a line, in workerd. `package` stands for the file of the build.
import { init, call } from "package";

export default {
    async fetch(request) {
        await init();
        return new Response((await request.json()).map(call).join("\n"));
    },
};
