// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "engine/commandspec.h"
#include "engine/inputpipe.h"
#include "engine/outputpipe.h"
#include "wire/message.h"

#include <array>
#include <vector>

namespace Spawn {

// What the child gets as its descriptors: how it makes 0, 1 and 2, and what is sent for that and as
// extra ones, in the order in which SpawnMessage wants them.
struct ChildEnds
{
    std::array<Wire::StandardStream, 3> streams; // paths are the spec's
    std::vector<int> fds; // to send
    std::vector<Wire::Descriptor> owned; // those of them that are to be closed when sent
    std::vector<int32_t> childDescriptors;
};

// Our ends of one command's standard streams.
class CommandStreams final
{
public:
    enum Role { Input, Output, Error }; // for the watcher; Output and Error are also indices
    static constexpr int RoleCount = 3;

    CommandStreams(const CommandSpec &spec, Reactor &reactor, Watcher *watcher);
    ~CommandStreams() { close(); }

    // Returns 0, or a negative errno and nothing is open.
    [[nodiscard]] int open(ChildEnds &ends);
    // Before anything was written: what was to be written stays.
    void discard();
    void close();

    InputPipe &input() { return m_input; }
    OutputPipe &output(int stream) { return m_outputs[static_cast<size_t>(stream - 1)]; }
    bool hasOpenOutput() const { return m_outputs[0].isOpen() || m_outputs[1].isOpen(); }
    bool isStreamed(int stream) const;

private:
    [[nodiscard]] int openStream(int stream, ChildEnds &ends);
    [[nodiscard]] int openOutput(int stream, Wire::Descriptor &childEnd);

    const CommandSpec &m_spec;
    Reactor &m_reactor;
    Watcher *const m_watcher;
    InputPipe m_input;
    std::array<OutputPipe, 2> m_outputs;
};

} // namespace Spawn
