// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "engine/requestencoder.h"

#include "engine/helperlink.h"
#include "engine/run.h"

#include <cstring>

namespace Spawn {

static std::string_view view(const QByteArray &bytes)
{
    return {bytes.constData(), static_cast<size_t>(bytes.size())};
}

bool RequestEncoder::encodeContext(HelperLink &link,
                                   const std::shared_ptr<const ApplicationContext> &context)
{
    if (context == m_sent)
        return true;
    if (!m_sent || !(*context == *m_sent)) {
        Wire::ContextMessage message;
        message.umask = context->umask;
        message.niceLevel = context->niceLevel;
        message.limits = context->limits;
        message.directory = view(context->directory);
        message.directoryAsDescriptor = context->directoryDescriptor != nullptr;
        const char *const end = context->environment.constData() + context->environment.size();
        for (const char *at = context->environment.constData(); at < end; at += strlen(at) + 1)
            message.environment.push_back(at);
        if (!message.encode(link.frames(), link.generation()))
            return false;
        if (context->directoryDescriptor) {
            ChildEnds ends;
            ends.fds.push_back(context->directoryDescriptor->get());
            link.queueDescriptors(0, std::move(ends));
        }
    }
    m_sent = context;
    return true;
}

bool RequestEncoder::encode(HelperLink &link, const Run &run, const ChildEnds &ends, uint32_t slot)
{
    if (!encodeContext(link, run.context()))
        return false;
    const CommandSpec &spec = run.spec();
    Wire::SpawnMessage message;
    message.slot = slot;
    message.flags = spec.detached ? Wire::SpawnMessage::Detached : 0U;
    if (const std::optional<int> niceLevel = spec.extras().niceLevel) {
        message.flags |= Wire::SpawnMessage::SetNiceLevel;
        message.niceLevel = *niceLevel;
    }
    if (spec.environment)
        message.flags |= Wire::SpawnMessage::OwnEnvironment;
    if (run.isInControlGroup())
        message.flags |= Wire::SpawnMessage::OwnControlGroup;
    message.streams = ends.streams;
    message.limits = spec.extras().limits;
    message.childDescriptors = ends.childDescriptors;
    message.directory = view(spec.workingDirectory);

    const QList<QByteArray> variables = spec.environment.value_or(QList<QByteArray>());
    Wire::SpawnEncoder encoder(link.frames(), link.generation(), run.id(), message,
                               static_cast<uint32_t>(spec.arguments.size()),
                               static_cast<uint32_t>(variables.size()));
    for (const QList<QByteArray> &strings : {spec.arguments, variables}) {
        for (const QByteArray &string : strings)
            encoder.string(view(string));
    }
    return encoder.finish();
}

} // namespace Spawn
