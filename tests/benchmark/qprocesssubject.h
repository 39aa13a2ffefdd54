// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "subject.h"

namespace Spawn::Benchmark {

class QProcessSubject final : public Subject
{
public:
    double start(const QStringList &argv, Done done) override;
    void startStreaming(const QStringList &argv, Output output, Done done) override;
};

} // namespace Spawn::Benchmark
