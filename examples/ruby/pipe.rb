# frozen_string_literal: true

# Answers calls from standard input, one a line.
require_relative "tierline"

$stdin.set_encoding(Encoding::UTF_8)
$stdout.set_encoding(Encoding::UTF_8)
Tierline.open(ENV.fetch("TIERLINE_LIBRARY", "libtierline_c.so")) do |tierline|
  $stdin.each_line(chomp: true) { |call| $stdout.puts tierline.call(call) }
end
