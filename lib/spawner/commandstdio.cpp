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

static void setFile(CommandSpec &spec, size_t stream, const QString &fileName, int flags)
{
    spec.targets[stream] = StreamTarget::File;
    spec.extras().files[stream] = {QFile::encodeName(fileName), flags};
}

void Command::setStandardInput(const QByteArray &bytes)
{
    d->targets[0] = StreamTarget::Pipe;
    d->standardInput = bytes;
    d->standardInputIsWhole = true;
}

void Command::setStandardInputMode(InputMode mode)
{
    d->targets[0] = mode == InputMode::Pipe ? StreamTarget::Pipe
        : mode == InputMode::Inherit        ? StreamTarget::Inherit
                                            : StreamTarget::Null;
    d->standardInput.clear();
    d->standardInputIsWhole = false;
}

void Command::setStandardInputFile(const QString &fileName)
{
    setStandardInputMode(InputMode::Null);
    setFile(*d, 0, fileName, O_RDONLY);
}

void Command::setStandardOutputMode(OutputMode mode)
{
    d->targets[1] = target(mode);
}

void Command::setStandardErrorMode(OutputMode mode)
{
    d->targets[2] = target(mode);
}

void Command::setStandardOutputFile(const QString &fileName, QIODevice::OpenMode mode)
{
    setFile(*d, 1, fileName, openFlags(mode));
}

void Command::setStandardErrorFile(const QString &fileName, QIODevice::OpenMode mode)
{
    setFile(*d, 2, fileName, openFlags(mode));
}

Command::OutputMode Command::standardOutputMode() const
{
    return outputMode(d->targets[1]);
}

Command::OutputMode Command::standardErrorMode() const
{
    return outputMode(d->targets[2]);
}

Command::InputMode Command::standardInputMode() const
{
    switch (d->targets[0]) {
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
