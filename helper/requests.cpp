// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "crashpoint.h"
#include "helper.h"
#include "log.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <sys/socket.h>

// The half of Helper that reads: frames, and the descriptors that belong to them.
namespace Spawn {

using namespace Wire;

static constexpr size_t LargeFrameSize = 64 << 10;

// Whether there is memory for a large request: its copy, and the pointers to its strings. With one
// thread, what can be had now can be had a moment later; without exceptions a container that gets
// none ends the helper.
static bool hasMemoryFor(const Frame &frame)
{
    if (frame.body.size() <= LargeFrameSize)
        return true;
    void *const memory = malloc(4 * frame.body.size());
    free(memory);
    return memory != nullptr;
}

static int malformed(std::string_view what)
{
    complain({"protocol error: ", what});
    return -EPROTO;
}

int Helper::receive()
{
    if (m_framesLeft)
        return 0;
    static uint8_t buffer[BytesAtOnce];
    const ssize_t size = recv(ControlDescriptor, buffer, sizeof buffer, MSG_DONTWAIT);
    if (size == 0)
        return -EPIPE;
    if (size < 0) {
        if (errno == EAGAIN || errno == EINTR)
            return 0;
        return errno == ECONNRESET ? -EPIPE : -errno;
    }
    m_decoder.append({buffer, static_cast<size_t>(size)});
    return 0;
}

int Helper::takeFrames()
{
    m_framesLeft = true;
    while (mayRead()) {
        const auto frame = m_decoder.next();
        if (!frame) {
            m_framesLeft = false;
            break;
        }
        m_largeFrame |= frame->body.size() > LargeFrameSize;
        if (const int error = takeFrame(*frame); error < 0)
            return error;
    }
    if (m_decoder.error() != FrameError::None)
        return malformed(describe(m_decoder.error()));
    if (m_largeFrame && m_decoder.pendingSize() == 0) {
        m_decoder.discardPages();
        m_largeFrame = false;
    }
    return 0;
}

int Helper::takeFrame(const Frame &frame)
{
    if (!m_greeted)
        return takeHello(frame);
    if (frame.generation != m_generation)
        return malformed("a frame is for another generation of the helper");
    switch (frame.type) {
    case MessageType::Spawn:
        return takeSpawn(frame);
    case MessageType::Context:
        return takeContext(frame);
    case MessageType::ControlGroup:
        return takeControlGroup(frame);
    case MessageType::Ping:
        if (!frame.body.empty())
            return malformed("a ping has a body");
        encodeEmpty(m_answers.frames(), MessageType::Pong, m_generation, frame.id);
        return 0;
    default:
        return malformed("a frame's type is none that an engine sends now");
    }
}

int Helper::takeHello(const Frame &frame)
{
    if (frame.type != MessageType::Hello)
        return malformed("the first frame is not a hello");
    const auto hello = HelloMessage::decode(frame.body);
    if (!hello)
        return malformed("a hello cannot be read");
    m_generation = frame.generation;
    m_greeted = true;
    HelloMessage own;
    own.build = ASYNCSPAWNER_BUILD_ID;
    own.encode(m_answers.frames(), m_generation);
    if (hello->version != ProtocolVersion) {
        complain({"the engine is of another version: ", hello->build,
                  ", and not " ASYNCSPAWNER_BUILD_ID});
        return -EPROTONOSUPPORT;
    }
    return 0;
}

int Helper::takeContext(const Frame &frame)
{
    m_context.reset();
    if (!hasMemoryFor(frame))
        return dropDescriptors(0); // told to each command that was to have it
    std::vector<uint8_t> body(frame.body.begin(), frame.body.end());
    auto message = ContextMessage::decode(body);
    if (!message || frame.id != 0)
        return malformed("a context cannot be read");
    ReceivedDescriptors received;
    if (message->directoryAsDescriptor) {
        if (const int error = takeDescriptors(0, 1, received); error < 0)
            return error;
    }
    const bool arrived = received.complete;
    Context context = makeContext(std::move(*message),
                                  received.descriptors.empty() ? Descriptor()
                                                               : std::move(received.descriptors[0]),
                                  m_inheritedLimits);
    context.directoryError = arrived ? 0 : EMFILE;
    context.body = std::move(body);
    m_context = std::make_shared<const Context>(std::move(context));
    return 0;
}

int Helper::takeControlGroup(const Frame &frame)
{
    const auto message = ControlGroupMessage::decode(frame.body);
    if (!message || frame.id != 0)
        return malformed("a control group cannot be read");
    m_controlGroup.open(message->path.data());
    return 0;
}

// Where the streams of the child come from, and the extra descriptors.
static void assign(Child &child, int nullDevice)
{
    size_t next = 0;
    for (size_t n = 0; n < 3; ++n) {
        switch (child.message.streams[n].source) {
        case Source::Lane:
            child.sources[n] = child.descriptors[next++].get();
            break;
        case Source::SameAsOutput:
            child.sources[n] = child.sources[1];
            break;
        case Source::Null:
        case Source::File:
            child.sources[n] = nullDevice;
            break;
        }
    }
    for (const int32_t target : child.message.childDescriptors)
        child.extras.push_back({child.descriptors[next++].get(), target});
    std::stable_sort(child.extras.begin(), child.extras.end(),
                     [](const auto &a, const auto &b) { return a.target < b.target; });
}

int Helper::takeSpawn(const Frame &frame)
{
    if (!m_context || !hasMemoryFor(frame)) {
        if (frame.id == 0)
            return malformed("a request cannot be read");
        refuse(frame.id, Stage::Transfer, ENOMEM);
        return dropDescriptors(frame.id);
    }
    std::unique_ptr<Child> child = m_children.take();
    child->body.assign(frame.body.begin(), frame.body.end());
    auto message = SpawnMessage::decode(child->body);
    if (!message || frame.id == 0)
        return malformed("a request cannot be read");
    message->arguments.push_back(nullptr);
    message->environment.push_back(nullptr);
    child->message = std::move(*message);
    child->id = frame.id;
    child->slot = &m_ledger[child->message.slot];
    child->application = m_application.pid;
    child->context = m_context;
    passCrashPoint(CrashPoint::FrameTaken);

    const auto &streams = child->message.streams;
    const auto sent = std::count_if(streams.begin(), streams.end(), [](const auto &stream) {
        return stream.source == Source::Lane;
    });
    const size_t count = static_cast<size_t>(sent) + child->message.childDescriptors.size();
    if (count > 0) {
        ReceivedDescriptors received;
        if (const int error = takeDescriptors(frame.id, count, received); error < 0)
            return error;
        if (!received.complete) {
            refuse(frame.id, Stage::Transfer, EMFILE);
            m_children.giveBack(std::move(child));
            return 0;
        }
        child->descriptors = std::move(received.descriptors);
        passCrashPoint(CrashPoint::DescriptorsTaken);
    }
    assign(*child, m_nullDevice.get());
    m_waitingBytes += child->size();
    m_waiting.push_back(std::move(child));
    return 0;
}

int Helper::takeDescriptors(uint64_t id, size_t count, ReceivedDescriptors &out)
{
    if (const int error = receiveLane(); error < 0)
        return error;
    // They were sent before the frame: they are here, or were never sent.
    if (m_received.empty())
        return malformed("descriptors did not come before their frame");
    out = std::move(m_received.front());
    m_received.erase(m_received.begin());
    if (out.id != id || (out.complete && out.descriptors.size() != count))
        return malformed("descriptors are not those that the frame announces");
    return 0;
}

// Of a frame that was not decoded: there may be none.
int Helper::dropDescriptors(uint64_t id)
{
    if (const int error = receiveLane(); error < 0)
        return error;
    if (!m_received.empty() && m_received.front().id == id)
        m_received.erase(m_received.begin());
    return 0;
}

// The next packet, if all of the last one has been asked for.
int Helper::receiveLane()
{
    if (!m_received.empty())
        return 0;
    const int result = receiveDescriptors(LaneDescriptor, m_received);
    if (result == -EPROTO)
        return malformed("what came for descriptors has no meaning");
    if (result >= 0 || result == -EAGAIN)
        return 0;
    return result == -ECONNRESET ? -EPIPE : result;
}

} // namespace Spawn
