// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "wire/message.h"

#include <QtCore/QtGlobal>

#include <cerrno>
#include <fcntl.h>
#include <string>
#include <sys/resource.h>
#include <vector>

// One body of each kind of message, with something in every field.

using Body = std::vector<uint8_t>;

inline const std::string &everyByte()
{
    static const std::string result = [] {
        std::string bytes;
        for (int i = 1; i < 256; ++i) // a NUL ends a string for the kernel
            bytes.push_back(char(i));
        return bytes;
    }();
    return result;
}

// The body of the one frame in out.
inline Body bodyOf(const std::vector<uint8_t> &out)
{
    Spawn::Wire::FrameDecoder decoder;
    decoder.append(out);
    const auto frame = decoder.next();
    if (!frame || decoder.pendingSize() != 0)
        qFatal("not exactly one frame");
    return {frame->body.begin(), frame->body.end()};
}

inline Spawn::Wire::SpawnMessage fullSpawn()
{
    using namespace Spawn::Wire;
    SpawnMessage message;
    message.slot = LedgerSlots - 1;
    message.flags
        = SpawnMessage::Detached | SpawnMessage::SetNiceLevel | SpawnMessage::OwnEnvironment;
    message.niceLevel = -20;
    message.streams[0] = {Source::File, O_RDONLY, "/dev/zero"};
    message.streams[1] = {Source::Lane, 0, {}};
    message.streams[2] = {Source::SameAsOutput, 0, {}};
    message.limits = {{RLIMIT_NOFILE, 1, 2}, {RLIMIT_CORE, 0, ~uint64_t{0}}};
    message.childDescriptors = {3, 7, 0x7fffffff};
    message.directory = "/tmp";
    return message;
}

inline Body spawnBody(const Spawn::Wire::SpawnMessage &message,
                      const std::vector<std::string> &arguments,
                      const std::vector<std::string> &environment)
{
    std::vector<uint8_t> out;
    Spawn::Wire::SpawnEncoder encoder(out, 1, 2, message, uint32_t(arguments.size()),
                                      uint32_t(environment.size()));
    for (const auto *list : {&arguments, &environment}) {
        for (const std::string &string : *list)
            encoder.string(string);
    }
    if (!encoder.finish())
        qFatal("too large");
    return bodyOf(out);
}

inline Body fullSpawnBody()
{
    return spawnBody(fullSpawn(), {"printf", "", everyByte()}, {"PATH=/bin", everyByte()});
}

inline Body helloBody()
{
    std::vector<uint8_t> out;
    Spawn::Wire::HelloMessage{7, "build"}.encode(out, 1);
    return bodyOf(out);
}

inline Body contextBody()
{
    Spawn::Wire::ContextMessage message;
    message.directoryAsDescriptor = true;
    message.umask = 022;
    message.niceLevel = 19;
    message.limits = {{RLIMIT_NOFILE, 1024, 4096}};
    message.directory = everyByte();
    message.environment = {"PATH=/bin", everyByte().c_str(), ""};
    std::vector<uint8_t> out;
    if (!message.encode(out, 1))
        qFatal("too large");
    return bodyOf(out);
}

inline Body controlGroupBody()
{
    std::vector<uint8_t> out;
    Spawn::Wire::ControlGroupMessage{"/sys/fs/cgroup/asyncspawner-1-1"}.encode(out, 1);
    return bodyOf(out);
}

inline Body refusedBody()
{
    std::vector<uint8_t> out;
    Spawn::Wire::RefusedMessage{Spawn::Wire::Stage::Exec, ENOENT}.encode(out, 1, 2);
    return bodyOf(out);
}

inline Body executedBody()
{
    std::vector<uint8_t> out;
    Spawn::Wire::ExecutedMessage{{1, 2, ~uint64_t{0}}}.encode(out, 1);
    return bodyOf(out);
}
