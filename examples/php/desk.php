<?php
// Loads a desk, asks it about a ticket, and prints what to do and what is due:
//   TIERLINE_LIBRARY=../../target/release/libtierline_c.so php desk.php ../small-desk/desk.rhai
declare(strict_types=1);
require __DIR__ . '/Tierline.php';

$tierline = Tierline::any(getenv('TIERLINE_LIBRARY') ?: 'libtierline_c.so', getenv('TIERLINE') ?: 'tierline');
try {
    $desk = $tierline->ask('compile', ['files' => ['desk.rhai' => file_get_contents($argv[1])]]);
} catch (TierlineError $error) {
    exit("the desk does not compile: {$error->getMessage()}\n");
}
echo "desk {$desk['hash']}: {$desk['rules']} rules\n";

$request = [
    'ticket' => ['id' => 'INC-7', 'subject' => 'VPN is down', 'affected_users' => 7, 'created_at' => '2026-11-23T15:30:00Z'],
    'now' => '2026-11-23T15:30:00Z',
];
$answer = $tierline->ask('evaluate', ['request' => $request]);
foreach ($answer['effects'] as $effect) {
    echo "{$effect['do']} because of \"{$effect['rule']}\"\n";
}
foreach ($tierline->ask('deadlines', ['request' => $request])['readings'] as $clock) {
    echo "{$clock['clock']}: {$clock['state']}, due {$clock['due']}\n";
}
echo "ask again at {$answer['wake_at']}\n";
