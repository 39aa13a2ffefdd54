// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "wire/descriptorlane.h"
#include "wire/message.h"

#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <initializer_list>
#include <string>
#include <string_view>
#include <sys/auxv.h>
#include <sys/socket.h>
#include <unistd.h>

// A helper with a fault. A helper gets no arguments and no environment, so what it is to do is the
// name of the link by which it is started; it adds a byte to "<link>.starts" each time.
//
//   dies-at-once        exits with 4 without a greeting
//   dies-after-greeting exits with 3 as soon as it has greeted, with a word on its standard error
//   never-greets        reads, and says nothing
//   never-answers       greets, reads, and says nothing
//   other-version       greets with another version of the protocol
//   other-build         greets with another build
//   greets-with-bytes   greets with a body that is none
//   speaks-first        something else before its greeting
//   closes-channel      greets, closes its channel, and lives on
//   bytes, generation, unknown-type, bad-refusal, wrong-descriptors
//                       greets, and sends what has no meaning when it gets its first request
//   unknown-ids         greets, and speaks of commands that nobody has asked for; answers pings
//   complains           about more than a pipe holds, and then is the real one
//   keeps-commands      greets and answers pings, but clones nothing
using namespace Spawn::Wire;

static std::string_view mode;
static uint32_t generation = 0;

static void sendBytes(const std::vector<uint8_t> &bytes)
{
    if (send(ControlDescriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL) < 0)
        _exit(0);
}

static void sendLane(uint64_t id, std::initializer_list<int> fds)
{
    const LaneEntry entry{id, static_cast<uint32_t>(fds.size()), 0};
    if (sendDescriptors(LaneDescriptor, {&entry, 1}, {fds.begin(), fds.size()}) != 0)
        _exit(0);
}

static void refuse(std::vector<uint8_t> &out, uint64_t id, int error, uint32_t asGeneration)
{
    RefusedMessage message;
    message.error = error;
    message.encode(out, asGeneration, id);
}

static void greet()
{
    std::vector<uint8_t> out;
    HelloMessage hello;
    hello.build = ASYNCSPAWNER_BUILD_ID;
    if (mode == "dies-at-once")
        _exit(4);
    if (mode == "never-greets")
        return;
    if (mode == "other-version")
        hello.version = 999;
    if (mode == "other-build")
        hello.build = "0.0.1-other";
    if (mode == "greets-with-bytes")
        appendFrame(out, {MessageType::Hello, generation, 0, {}});
    else if (mode == "speaks-first")
        encodeEmpty(out, MessageType::Pong, generation, 1);
    else
        hello.encode(out, generation);
    sendBytes(out);
    if (mode == "dies-after-greeting") {
        static constexpr char Words[] = "the last words\n";
        if (write(STDERR_FILENO, Words, sizeof Words - 1) < 0)
            _exit(5);
        _exit(3);
    }
    if (mode == "closes-channel") {
        close(ControlDescriptor);
        close(LaneDescriptor);
        for (;;)
            pause();
    }
    if (mode == "unknown-ids") {
        out.clear();
        refuse(out, 4711, 2, generation);
        ExecutedMessage executed;
        executed.ids = {4711, 0, ~uint64_t{0}};
        executed.encode(out, generation);
        sendLane(4711, {STDIN_FILENO});
        sendBytes(out);
    }
}

static void answerRequest(const Frame &frame)
{
    std::vector<uint8_t> out;
    if (mode == "bytes")
        out.assign(100, 0xa5);
    else if (mode == "generation")
        refuse(out, frame.id, 2, generation + 1);
    else if (mode == "bad-refusal")
        refuse(out, frame.id, 0, generation);
    else if (mode == "unknown-type")
        encodeEmpty(out, static_cast<MessageType>(77), generation, frame.id);
    else if (mode == "wrong-descriptors")
        sendLane(frame.id, {STDIN_FILENO, STDOUT_FILENO});
    if (!out.empty())
        sendBytes(out);
}

static void handle(const Frame &frame)
{
    switch (frame.type) {
    case MessageType::Hello:
        generation = frame.generation;
        greet();
        break;
    case MessageType::Ping:
        if (mode == "unknown-ids" || mode == "keeps-commands") {
            std::vector<uint8_t> out;
            encodeEmpty(out, MessageType::Pong, generation, frame.id);
            sendBytes(out);
        }
        break;
    case MessageType::Spawn:
        answerRequest(frame);
        break;
    default:
        break;
    }
}

static void complain()
{
    const std::string line = std::string(99, 'c') + '\n';
    for (int i = 0; i < 3000; ++i) {
        if (write(STDERR_FILENO, line.data(), line.size()) < 0)
            _exit(5);
    }
    char name[] = "asyncspawner-helper";
    char *const argv[] = {name, nullptr};
    execv(HELPER_PROGRAM, argv);
    _exit(5);
}

static std::string_view linkName()
{
    const auto *const path = reinterpret_cast<const char *>(getauxval(AT_EXECFN));
    const int fd
        = open((std::string(path) + ".starts").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0666);
    if (fd < 0 || write(fd, "+", 1) != 1)
        _exit(6);
    close(fd);
    const char *const slash = strrchr(path, '/');
    return slash != nullptr ? slash + 1 : path;
}

int main()
{
    mode = linkName();
    if (mode == "complains")
        complain();
    FrameDecoder decoder;
    uint8_t buffer[4096];
    ssize_t size = 0;
    while ((size = read(ControlDescriptor, buffer, sizeof buffer)) > 0) {
        decoder.append({buffer, static_cast<size_t>(size)});
        while (const auto frame = decoder.next())
            handle(*frame);
    }
    return 0;
}
