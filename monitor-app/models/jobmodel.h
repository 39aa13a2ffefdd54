// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/jobrows.h"
#include "models/treemodel.h"

namespace Spawn {

// Runners, their scripts, and the jobs of these that have not ended: a tree.
class JobModel final : public TreeModel<JobRow>
{
    Q_OBJECT
public:
    explicit JobModel(QObject *parent = nullptr);

    void setRunners(const SpawnerSnapshot &snapshot, qint64 now);
    QModelIndex indexOf(const JobPart &part) const;
};

} // namespace Spawn
