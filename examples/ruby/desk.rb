# frozen_string_literal: true

# Loads a desk, asks it about a ticket, and prints what to do and what is due:
#   TIERLINE_LIBRARY=../../target/release/libtierline_c.so ruby desk.rb ../small-desk/desk.rhai
require_relative "tierline"

Tierline.open(ENV.fetch("TIERLINE_LIBRARY", "libtierline_c.so")) do |tierline|
  desk = tierline.ask("compile", files: { "desk.rhai" => File.read(ARGV.fetch(0), encoding: "UTF-8") })
  puts "desk #{desk["hash"]}: #{desk["rules"]} rules"

  request = {
    ticket: { id: "INC-7", subject: "VPN is down", affected_users: 7, created_at: "2026-11-23T15:30:00Z" },
    now: "2026-11-23T15:30:00Z"
  }
  answer = tierline.ask("evaluate", request: request)
  answer["effects"].each { |effect| puts "#{effect["do"]} because of #{effect["rule"].inspect}" }
  tierline.ask("deadlines", request: request)["readings"].each do |clock|
    puts "#{clock["clock"]}: #{clock["state"]}, due #{clock["due"]}"
  end
  puts "ask again at #{answer["wake_at"]}"
rescue Tierline::Error => e
  abort "#{e.code}: #{e.message}"
end
