<?php
declare(strict_types=1);

/** What went wrong, with a `code` to branch on. */
final class TierlineError extends RuntimeException
{
    public function __construct(public readonly string $kind, string $message, public readonly ?string $help)
    {
        parent::__construct($message);
    }
}

/**
 * The engine in PHP: through the C library where FFI is switched on, or else through `tierline pipe`.
 *
 * `ffi.enable` is `preload` by default: scripts of the command line may use FFI, those of a web server may not. Set `ffi.enable=true`
 * in php.ini for both; or leave it, and the pipe does the same a little slower. One process answers one request after the other;
 * a pool of PHP-FPM keeps one engine for each worker.
 */
final class Tierline
{
    private const FUNCTIONS = <<<'C'
        uint64_t tierline_session_new(void);
        bool tierline_session_free(uint64_t session);
        char *tierline_call(uint64_t session, const char *call, size_t length, size_t *reply_length);
        bool tierline_text_free(char *text);
        C;

    private ?FFI $library = null;
    private int $session = 0;
    /** @var resource|null */
    private $process = null;
    /** @var array<int, resource> */
    private array $pipes = [];

    /** The engine from the C library. */
    public static function library(string $path): self
    {
        $tierline = new self();
        $tierline->library = FFI::cdef(self::FUNCTIONS, $path);
        $tierline->session = $tierline->library->tierline_session_new();
        return $tierline;
    }

    /** The engine from the command line tool, as a process that waits for calls. */
    public static function pipe(string $program = 'tierline'): self
    {
        $tierline = new self();
        $process = proc_open([$program, 'pipe'], [['pipe', 'r'], ['pipe', 'w'], STDERR], $tierline->pipes);
        if ($process === false) {
            throw new TierlineError('no-engine', "`$program pipe` cannot be started", 'is it on the PATH?');
        }
        $tierline->process = $process;
        return $tierline;
    }

    /** Whichever of the two this PHP can have. */
    public static function any(string $library, string $program = 'tierline'): self
    {
        if (!extension_loaded('FFI')) {
            return self::pipe($program);
        }
        try {
            return self::library($library);
        } catch (FFI\Exception) {
            // `ffi.enable` forbids it here, or the library is not there.
            return self::pipe($program);
        }
    }

    private function __construct()
    {
    }

    public function __destruct()
    {
        $this->library?->tierline_session_free($this->session);
        array_map('fclose', $this->pipes);
        if ($this->process !== null) {
            proc_close($this->process);
        }
    }

    /** The reply to a call, both JSON. A call of the pipe is one line. */
    public function call(string $call): string
    {
        if ($this->library === null) {
            fwrite($this->pipes[0], $call . "\n");
            $reply = fgets($this->pipes[1]);
            return $reply === false ? throw new TierlineError('no-engine', 'the engine is gone', null) : rtrim($reply, "\n");
        }
        $length = $this->library->new('size_t');
        $reply = $this->library->tierline_call($this->session, $call, strlen($call), FFI::addr($length));
        try {
            return FFI::string($reply, $length->cdata);
        } finally {
            $this->library->tierline_text_free($reply);
        }
    }

    /** What a verb answers. */
    public function ask(string $verb, array $parts): mixed
    {
        $call = json_encode(['verb' => $verb] + $parts, JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE);
        $reply = json_decode($this->call($call), true, 512, JSON_THROW_ON_ERROR);
        if (isset($reply['error'])) {
            ['code' => $code, 'message' => $message] = $reply['error'];
            throw new TierlineError($code, $message, $reply['error']['help'] ?? null);
        }
        return $reply['ok'];
    }
}
