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

class CommandStreamsListener
{
public:
    virtual void inputWritten(qint64 bytes) = 0;
    virtual void inputFailed(int error) = 0; // the command stopped reading early; it is closed
    virtual void outputRead(int stream, QByteArray bytes) = 0; // of one that is streamed
    virtual void outputLimitReached(int stream) = 0;
    virtual void outputClosed() = 0; // an output is; may delete the streams

protected:
    ~CommandStreamsListener() = default;
};

// Our ends of one command's standard streams. Outputs are 1 and 2.
class CommandStreams final : public Watcher
{
public:
    CommandStreams(const CommandSpec &spec, Reactor &reactor, CommandStreamsListener &listener);
    ~CommandStreams() { close(); }

    // Returns 0, or a negative errno and nothing is open.
    [[nodiscard]] int open(ChildEnds &ends);
    // Before anything was written: what was to be written stays.
    void discard();
    void close();

    // Kept until writeInput().
    void append(const QByteArray &bytes) { m_input.append(bytes); }
    void closeInputWhenWritten() { m_input.closeWhenWritten(); }
    void writeInput();
    void closeInput() { m_input.close(m_reactor); }

    void addRoom(int stream, qint64 bytes); // a reader took so much
    // Reads all that is there, and tells of no end.
    void drainOutputs();
    bool hasOpenOutput() const { return m_outputs[0].isOpen() || m_outputs[1].isOpen(); }
    QByteArray takeCaptured(int stream); // empty, if it is streamed

    void descriptorReady(int role, uint32_t events) override;
    void deadlineReached(int) override { }

private:
    enum Role { Input, Output, Error }; // the streams' numbers

    OutputPipe &output(int stream) { return m_outputs[static_cast<size_t>(stream - 1)]; }
    bool isStreamed(int stream) const;
    [[nodiscard]] int openStream(int stream, ChildEnds &ends);
    [[nodiscard]] int openOutput(int stream, Wire::Descriptor &childEnd);
    void take(int stream, OutputPipe::Status status);

    const CommandSpec &m_spec;
    Reactor &m_reactor;
    CommandStreamsListener &m_listener;
    InputPipe m_input;
    std::array<OutputPipe, 2> m_outputs;
};

} // namespace Spawn
