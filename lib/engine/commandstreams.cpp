// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "engine/commandstreams.h"

#include <cerrno>
#include <fcntl.h>

namespace Spawn {

CommandStreams::CommandStreams(const CommandSpec &spec, Reactor &reactor, Watcher *watcher)
    : m_spec(spec), m_reactor(reactor), m_watcher(watcher)
{
    m_input.append(spec.standardInput);
    if (spec.standardInputIsWhole)
        m_input.closeWhenWritten();
}

bool CommandStreams::isStreamed(int stream) const
{
    return m_spec.streams[static_cast<size_t>(stream)].target == CommandSpec::StreamTarget::Stream;
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
    return pipe.watch(m_reactor, m_watcher, stream) ? 0 : -errno;
}

int CommandStreams::openStream(int stream, ChildEnds &ends)
{
    using Target = CommandSpec::StreamTarget;
    const CommandSpec::StreamSpec &spec = m_spec.streams[static_cast<size_t>(stream)];
    Wire::StandardStream &child = ends.streams[static_cast<size_t>(stream)];
    if (stream == 2 && m_spec.mergedOutput) {
        child.source = Wire::Source::SameAsOutput;
        return 0;
    }
    Wire::Descriptor childEnd;
    switch (spec.target) {
    case Target::Null:
        return 0;
    case Target::File:
        child = {Wire::Source::File, spec.openFlags,
                 {spec.fileName.constData(), static_cast<size_t>(spec.fileName.size())}};
        return 0;
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
    m_input.setWatcher(m_watcher, Input);
    for (int stream = 0; stream < 3; ++stream) {
        if (const int error = openStream(stream, ends); error != 0) {
            discard();
            return error;
        }
    }
    for (const CommandSpec::ExtraDescriptor &extra : m_spec.descriptors) {
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

} // namespace Spawn
