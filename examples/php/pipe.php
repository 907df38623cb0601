<?php
// Answers calls from standard input, one a line: through the library, or with `--pipe` through the command line tool.
declare(strict_types=1);
require __DIR__ . '/Tierline.php';

$tierline = in_array('--pipe', $argv, true)
    ? Tierline::pipe(getenv('TIERLINE') ?: 'tierline')
    : Tierline::library(getenv('TIERLINE_LIBRARY') ?: 'libtierline_c.so');
while (($call = fgets(STDIN)) !== false) {
    echo $tierline->call(rtrim($call, "\n")), "\n";
}
