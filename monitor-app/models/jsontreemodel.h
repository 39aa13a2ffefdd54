// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QAbstractItemModel>
#include <QtCore/QJsonValue>

#include <memory>
#include <vector>

namespace Spawn {

// A value of JSON as a tree of names and values. Rows are made when somebody looks below them: what
// others wrote may be large.
class JsonTreeModel final : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Column { NameColumn, ValueColumn, ColumnCount };

    explicit JsonTreeModel(QObject *parent = nullptr);
    ~JsonTreeModel() override;

    // One that is no object and no array is one row without a name; undefined: none. The same value
    // again changes nothing.
    void setValue(const QJsonValue &value);
    const QJsonValue &value() const { return m_value; }
    QJsonValue valueAt(const QModelIndex &index) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Node
    {
        QString name;
        QJsonValue value;
        Node *parent = nullptr;
        int row = 0;
        bool isFilled = false;
        std::vector<std::unique_ptr<Node>> rows;
    };

    Node *nodeAt(const QModelIndex &index) const;
    static int sizeOf(const Node &node);
    static void fill(Node *node);

    QJsonValue m_value = QJsonValue::Undefined;
    std::unique_ptr<Node> m_root;
};

} // namespace Spawn
