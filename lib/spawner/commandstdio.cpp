// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "spawner/command.h"

#include "engine/commandspec.h"
#include "spawner/openflags.h"

#include <QtCore/QFile>

#include <fcntl.h>

// The part of Command that says where the streams go.
namespace Spawn {

using StreamTarget = CommandSpec::StreamTarget;

static StreamTarget target(Command::OutputMode mode)
{
    switch (mode) {
    case Command::OutputMode::Capture:
        return StreamTarget::Pipe;
    case Command::OutputMode::Stream:
        return StreamTarget::Stream;
    case Command::OutputMode::Inherit:
        return StreamTarget::Inherit;
    case Command::OutputMode::Null:
        break;
    }
    return StreamTarget::Null;
}

static Command::OutputMode outputMode(StreamTarget target)
{
    switch (target) {
    case StreamTarget::Pipe:
        return Command::OutputMode::Capture;
    case StreamTarget::Stream:
        return Command::OutputMode::Stream;
    case StreamTarget::Inherit:
        return Command::OutputMode::Inherit;
    case StreamTarget::File:
    case StreamTarget::Null:
        break;
    }
    return Command::OutputMode::Null;
}

static CommandSpec::StreamSpec file(const QString &fileName, int flags)
{
    return {StreamTarget::File, QFile::encodeName(fileName), flags};
}

void Command::setStandardInput(const QByteArray &bytes)
{
    d->streams[0] = {StreamTarget::Pipe, {}, 0};
    d->standardInput = bytes;
    d->standardInputIsWhole = true;
}

void Command::setStandardInputMode(InputMode mode)
{
    const StreamTarget target = mode == InputMode::Pipe ? StreamTarget::Pipe
        : mode == InputMode::Inherit                    ? StreamTarget::Inherit
                                                        : StreamTarget::Null;
    d->streams[0] = {target, {}, 0};
    d->standardInput.clear();
    d->standardInputIsWhole = false;
}

void Command::setStandardInputFile(const QString &fileName)
{
    setStandardInputMode(InputMode::Null);
    d->streams[0] = file(fileName, O_RDONLY);
}

void Command::setStandardOutputMode(OutputMode mode)
{
    d->streams[1] = {target(mode), {}, 0};
}

void Command::setStandardErrorMode(OutputMode mode)
{
    d->streams[2] = {target(mode), {}, 0};
}

void Command::setStandardOutputFile(const QString &fileName, QIODevice::OpenMode mode)
{
    d->streams[1] = file(fileName, openFlags(mode));
}

void Command::setStandardErrorFile(const QString &fileName, QIODevice::OpenMode mode)
{
    d->streams[2] = file(fileName, openFlags(mode));
}

Command::OutputMode Command::standardOutputMode() const
{
    return outputMode(d->streams[1].target);
}

Command::OutputMode Command::standardErrorMode() const
{
    return outputMode(d->streams[2].target);
}

Command::InputMode Command::standardInputMode() const
{
    switch (d->streams[0].target) {
    case StreamTarget::Pipe:
        return InputMode::Pipe;
    case StreamTarget::Inherit:
        return InputMode::Inherit;
    case StreamTarget::Null:
    case StreamTarget::Stream:
    case StreamTarget::File:
        break;
    }
    return InputMode::Null;
}

bool Command::mergedOutput() const
{
    return d->mergedOutput;
}

void Command::setMergedOutput(bool merged)
{
    d->mergedOutput = merged;
}

qint64 Command::outputLimit() const
{
    return d->outputLimit;
}

void Command::setOutputLimit(qint64 bytes)
{
    d->outputLimit = bytes;
}

qint64 Command::streamBufferSize() const
{
    return d->streamBufferSize;
}

void Command::setStreamBufferSize(qint64 bytes)
{
    d->streamBufferSize = bytes;
}

} // namespace Spawn
