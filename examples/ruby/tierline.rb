# frozen_string_literal: true

require "fiddle"
require "json"

# The engine in Ruby, through the C library and Fiddle, which comes with Ruby.
class Tierline
  # What went wrong, with a `code` to branch on.
  class Error < StandardError
    attr_reader :code, :help

    def initialize(error)
      super(error["message"])
      @code = error["code"]
      @help = error["help"]
    end
  end

  TEXT = Fiddle::TYPE_VOIDP
  NUMBER = -Fiddle::TYPE_LONG_LONG
  SIZE = Fiddle::TYPE_SIZE_T

  # Opens a session, for as long as the block runs.
  def self.open(library)
    tierline = new(library)
    yield tierline
  ensure
    tierline&.close
  end

  def initialize(library)
    handle = Fiddle.dlopen(library)
    function = ->(name, takes, gives) { Fiddle::Function.new(handle[name], takes, gives) }
    @call = function.("tierline_call", [NUMBER, TEXT, SIZE, TEXT], TEXT)
    @free_text = function.("tierline_text_free", [TEXT], Fiddle::TYPE_CHAR)
    @free_session = function.("tierline_session_free", [NUMBER], Fiddle::TYPE_CHAR)
    @session = function.("tierline_session_new", [], NUMBER).call
  end

  # Lets the session go; calls after that raise.
  def close
    @free_session.call(@session)
  end

  # The reply to a call, both JSON.
  def call(json)
    length = Fiddle::Pointer.malloc(Fiddle::SIZEOF_SIZE_T, Fiddle::RUBY_FREE)
    reply = @call.call(@session, json, json.bytesize, length)
    reply[0, length[0, Fiddle::SIZEOF_SIZE_T].unpack1("J")].force_encoding(Encoding::UTF_8)
  ensure
    @free_text.call(reply) if reply
  end

  # What a verb answers.
  def ask(verb, **parts)
    reply = JSON.parse(call(JSON.generate({ verb: verb, **parts })))
    raise Error, reply["error"] if reply["error"]

    reply["ok"]
  end
end
