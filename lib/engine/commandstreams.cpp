// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "engine/commandstreams.h"

#include <cerrno>
#include <fcntl.h>

namespace Spawn {

CommandStreams::CommandStreams(const CommandSpec &spec, Reactor &reactor,
                               CommandStreamsListener &listener)
    : m_spec(spec), m_reactor(reactor), m_listener(listener)
{
    m_input.append(spec.standardInput);
    if (spec.standardInputIsWhole)
        m_input.closeWhenWritten();
}

bool CommandStreams::isStreamed(int stream) const
{
    return m_spec.targets[static_cast<size_t>(stream)] == CommandSpec::StreamTarget::Stream;
}

int CommandStreams::openOutput(int stream, Wire::Descriptor &childEnd)
{
    OutputPipe &pipe = output(stream);
    if (const int error = pipe.open(childEnd); error != 0)
        return error;
    if (isStreamed(stream))
        pipe.setStreamed(m_spec.streamBufferSize);
    else
        pipe.setCaptureLimit(m_spec.outputLimit);
    return pipe.watch(m_reactor, this, stream) ? 0 : -errno;
}

int CommandStreams::openStream(int stream, ChildEnds &ends)
{
    using Target = CommandSpec::StreamTarget;
    const auto index = static_cast<size_t>(stream);
    Wire::StandardStream &child = ends.streams[index];
    if (stream == 2 && m_spec.mergedOutput) {
        child.source = Wire::Source::SameAsOutput;
        return 0;
    }
    Wire::Descriptor childEnd;
    switch (m_spec.targets[index]) {
    case Target::Null:
        return 0;
    case Target::File: {
        const CommandSpec::StreamFile &file = m_spec.extras().files[index];
        child = {Wire::Source::File,
                 file.openFlags,
                 {file.name.constData(), static_cast<size_t>(file.name.size())}};
        return 0;
    }
    case Target::Inherit:
        // The application may have closed it, and then the number may by now be that of something
        // else, even of ours. What no exec would pass on is not passed on here.
        if (const int flags = fcntl(stream, F_GETFD); flags < 0 || (flags & FD_CLOEXEC) != 0)
            return 0; // the null device, rather than none
        child.source = Wire::Source::Lane;
        ends.fds.push_back(stream);
        return 0;
    case Target::Pipe:
    case Target::Stream:
        break;
    }
    if (const int error = stream == 0 ? m_input.open(childEnd) : openOutput(stream, childEnd);
        error != 0)
        return error;
    child.source = Wire::Source::Lane;
    ends.fds.push_back(childEnd.get());
    ends.owned.push_back(std::move(childEnd));
    return 0;
}

int CommandStreams::open(ChildEnds &ends)
{
    m_input.setWatcher(this, Input);
    for (int stream = 0; stream < 3; ++stream) {
        if (const int error = openStream(stream, ends); error != 0) {
            discard();
            return error;
        }
    }
    for (const CommandSpec::ExtraDescriptor &extra : m_spec.extras().descriptors) {
        ends.fds.push_back(extra.descriptor->get());
        ends.childDescriptors.push_back(extra.childFd);
    }
    return 0;
}

void CommandStreams::discard()
{
    m_input.discard(m_reactor);
    for (OutputPipe &output : m_outputs)
        output.close(m_reactor);
}

void CommandStreams::close()
{
    m_input.close(m_reactor);
    for (OutputPipe &output : m_outputs)
        output.close(m_reactor);
}

// ---- Input -------------------------------------------------------------------------------------

void CommandStreams::writeInput()
{
    if (!m_input.isOpen())
        return;
    const qint64 written = m_input.write(m_reactor);
    if (written > 0)
        m_listener.inputWritten(written);
    if (m_input.error() != 0)
        m_listener.inputFailed(m_input.error());
}

// ---- Output ------------------------------------------------------------------------------------

void CommandStreams::descriptorReady(int role, uint32_t events)
{
    if (role == Input) {
        writeInput();
        return;
    }
    const OutputPipe::Status status = output(role).read(m_reactor, events);
    take(role, status);
    if (status != OutputPipe::Status::Open)
        m_listener.outputClosed();
}

void CommandStreams::take(int stream, OutputPipe::Status status)
{
    OutputPipe &pipe = output(stream);
    if (isStreamed(stream)) {
        QByteArray bytes = pipe.takeBytes();
        if (!bytes.isEmpty())
            m_listener.outputRead(stream, std::move(bytes));
    }
    // Told before it is closed, which may end the command by SIGPIPE.
    if (status == OutputPipe::Status::LimitReached)
        m_listener.outputLimitReached(stream);
    if (status != OutputPipe::Status::Open)
        pipe.close(m_reactor);
}

void CommandStreams::drainOutputs()
{
    for (const int stream : {1, 2}) {
        if (output(stream).isOpen())
            take(stream, output(stream).drain(m_reactor));
    }
}

void CommandStreams::addRoom(int stream, qint64 bytes)
{
    (void)output(stream).addRoom(m_reactor, bytes);
}

QByteArray CommandStreams::takeCaptured(int stream)
{
    return isStreamed(stream) ? QByteArray() : output(stream).takeBytes();
}

} // namespace Spawn
