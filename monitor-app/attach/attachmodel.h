// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "attach/attachtarget.h"
#include "models/cellrole.h"

#include <QtCore/QAbstractTableModel>
#include <QtCore/QHash>

namespace Spawn {

// The applications that run here, whether they can be attached or not.
class AttachModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column {
        StatusColumn,
        ApplicationColumn,
        ProcessColumn,
        UserColumn,
        UpColumn,
        LibraryColumn,
        ColumnCount,
    };

    using QAbstractTableModel::QAbstractTableModel;

    // As they were found, at that moment. Rows that stay keep their indexes, and what is known of
    // them beside: whether they are attached or have refused.
    void setTargets(const QList<AttachTarget> &targets, qint64 now);
    // The status is that of examined() again.
    void setDetached(const QString &key);
    void setAttached(const QString &key, bool readOnly);
    void setRefused(const QString &key, const QString &reason);

    const AttachTarget &at(int row) const { return m_targets.at(row); }
    const QList<AttachTarget> &targets() const { return m_targets; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    // What was learnt by attaching.
    struct Known
    {
        AttachTarget::Status status = AttachTarget::Status::Ready;
        QString refusal;
    };

    AttachTarget withKnown(AttachTarget target) const;
    void setKnown(const QString &key, const Known &known);
    void replace(int row, const AttachTarget &target);
    int rowOf(const QString &key) const;

    QList<AttachTarget> m_targets;
    QHash<QString, Known> m_known;
    qint64 m_now = 0;
};

} // namespace Spawn
