import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { CommentRow as CommentRowMapper, LabelRow as LabelRowMapper, PersonRow as PersonRowMapper, ProjectRow as ProjectRowMapper, TaskRow as TaskRowMapper, TaskLabelRow as TaskLabelRowMapper, Context } from './models.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A calendar day, YYYY-MM-DD, with an optional offset: 2024-02-29, 1970-01-01Z or 1970-01-01+05:30. */
  AWSDate: { input: string; output: string; }
  /** A day and time with a compulsory offset, YYYY-MM-DDThh:mm:ss.sssZ: 2024-02-29T12:30Z or 2024-02-29T12:30:24.5+05:30. */
  AWSDateTime: { input: string; output: string; }
  /** An e-mail address, local-part@domain-part: ada@example.com. */
  AWSEmail: { input: string; output: string; }
  /** JSON written as a string, any value: "{\"colour\":\"red\"}", "[1,2]", "\"text\"" or "null". */
  AWSJSON: { input: string; output: string; }
  /** An absolute URL of any scheme, without // in its path: https://example.com/a or mailto:ada@example.com. */
  AWSURL: { input: string; output: string; }
};

export type AddTaskInput = {
  readonly assigneeId?: InputMaybe<Scalars['ID']['input']>;
  readonly dueDate?: InputMaybe<Scalars['AWSDate']['input']>;
  readonly projectId: Scalars['ID']['input'];
  readonly title: Scalars['String']['input'];
};

/** Stored inside a row: a type without @model. */
export type Address = {
  readonly __typename?: 'Address';
  readonly city: Scalars['String']['output'];
  readonly country: Scalars['String']['output'];
  readonly street?: Maybe<Scalars['String']['output']>;
};

/** Stored inside a row: a type without @model. */
export type AddressInput = {
  readonly city: Scalars['String']['input'];
  readonly country: Scalars['String']['input'];
  readonly street?: InputMaybe<Scalars['String']['input']>;
};

/** A remark on a task. Only its owner changes it. */
export type Comment = {
  readonly __typename?: 'Comment';
  readonly author?: Maybe<Person>;
  readonly authorId?: Maybe<Scalars['ID']['output']>;
  readonly body: Scalars['String']['output'];
  readonly createdAt: Scalars['AWSDateTime']['output'];
  readonly id: Scalars['ID']['output'];
  readonly owner?: Maybe<Scalars['String']['output']>;
  readonly task?: Maybe<Task>;
  readonly taskId: Scalars['ID']['output'];
  readonly updatedAt: Scalars['AWSDateTime']['output'];
};

export type CreateCommentInput = {
  readonly authorId?: InputMaybe<Scalars['ID']['input']>;
  readonly body: Scalars['String']['input'];
  readonly createdAt?: InputMaybe<Scalars['AWSDateTime']['input']>;
  readonly id?: InputMaybe<Scalars['ID']['input']>;
  readonly taskId: Scalars['ID']['input'];
};

export type CreateLabelInput = {
  readonly colour?: InputMaybe<Scalars['String']['input']>;
  readonly id?: InputMaybe<Scalars['ID']['input']>;
  readonly name: Scalars['String']['input'];
};

export type CreatePersonInput = {
  readonly email?: InputMaybe<Scalars['AWSEmail']['input']>;
  readonly id?: InputMaybe<Scalars['ID']['input']>;
  readonly name: Scalars['String']['input'];
};

export type CreateProjectInput = {
  readonly address?: InputMaybe<AddressInput>;
  /** The order, as a scan or a PDF. */
  readonly attachment?: InputMaybe<Scalars['ID']['input']>;
  /** What the project may cost; only admins see it. */
  readonly budget?: InputMaybe<Scalars['Int']['input']>;
  readonly description?: InputMaybe<Scalars['String']['input']>;
  readonly dueDate?: InputMaybe<Scalars['AWSDate']['input']>;
  readonly id?: InputMaybe<Scalars['ID']['input']>;
  readonly name: Scalars['String']['input'];
  readonly status?: InputMaybe<ProjectStatus>;
};

export type CreateTaskInput = {
  readonly assigneeId?: InputMaybe<Scalars['ID']['input']>;
  readonly dueDate?: InputMaybe<Scalars['AWSDate']['input']>;
  readonly estimate?: InputMaybe<Scalars['Float']['input']>;
  readonly id?: InputMaybe<Scalars['ID']['input']>;
  /** Counts the tasks of a tenant: ACME-42. */
  readonly number?: InputMaybe<Scalars['String']['input']>;
  readonly photos?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  readonly projectId: Scalars['ID']['input'];
  readonly status?: InputMaybe<TaskStatus>;
  readonly title: Scalars['String']['input'];
};

export type CreateTaskLabelInput = {
  readonly id?: InputMaybe<Scalars['ID']['input']>;
  readonly labelId: Scalars['ID']['input'];
  readonly taskId: Scalars['ID']['input'];
};

export type DeleteCommentInput = {
  readonly id: Scalars['ID']['input'];
};

export type DeleteLabelInput = {
  readonly id: Scalars['ID']['input'];
};

export type DeletePersonInput = {
  readonly id: Scalars['ID']['input'];
};

export type DeleteProjectInput = {
  readonly id: Scalars['ID']['input'];
};

export type DeleteTaskInput = {
  readonly id: Scalars['ID']['input'];
};

export type DeleteTaskLabelInput = {
  readonly id: Scalars['ID']['input'];
};

/** A file of a row: the value of a field with @file. */
export type File = {
  readonly __typename?: 'File';
  readonly contentType: Scalars['String']['output'];
  readonly createdAt: Scalars['AWSDateTime']['output'];
  readonly height?: Maybe<Scalars['Int']['output']>;
  readonly id: Scalars['ID']['output'];
  /** The name that the uploader gave it. */
  readonly name: Scalars['String']['output'];
  /** SHA-256 of the content as base64. Of a file in parts: that of the checksums of its parts, a dash and their number. */
  readonly sha256?: Maybe<Scalars['String']['output']>;
  /** Bytes. */
  readonly size: Scalars['Float']['output'];
  readonly status: FileStatus;
  /** A link to the smallest thumbnail that is at least so wide, else to the widest. Null without a thumbnail. */
  readonly thumbnail?: Maybe<Scalars['AWSURL']['output']>;
  /** Who uploaded it: the id of a member, or "key:" and the id of a key. */
  readonly uploadedBy: Scalars['ID']['output'];
  /** A link to the content that works for expiresIn seconds, 1 to 900. Null unless the file is READY. */
  readonly url?: Maybe<Scalars['AWSURL']['output']>;
  /** Pixels of an image as it is shown, so those of a turned photo are turned. Else null. */
  readonly width?: Maybe<Scalars['Int']['output']>;
};


/** A file of a row: the value of a field with @file. */
export type FileThumbnailArgs = {
  width: Scalars['Int']['input'];
};


/** A file of a row: the value of a field with @file. */
export type FileUrlArgs = {
  disposition?: FileDisposition;
  expiresIn?: Scalars['Int']['input'];
};

export type FileDisposition =
  /** The browser saves the file. */
  | 'ATTACHMENT'
  /** The browser shows the file if it is a raster image, audio, video or PDF, else it saves it. */
  | 'INLINE';

export type FileStatus =
  /** The scanner found a threat: the content is gone. */
  | 'INFECTED'
  | 'READY'
  /** No row holds the file, which will be deleted. */
  | 'REMOVED'
  /** A scanner looks at the content. A row may hold the file. */
  | 'SCANNING'
  /** The scanner could not read the content, such as an encrypted archive. No caller gets a link. */
  | 'UNSCANNED'
  /** The content is not complete. */
  | 'UPLOADING';

/** A coloured word that groups tasks across projects. */
export type Label = {
  readonly __typename?: 'Label';
  readonly colour?: Maybe<Scalars['String']['output']>;
  readonly createdAt: Scalars['AWSDateTime']['output'];
  readonly id: Scalars['ID']['output'];
  readonly name: Scalars['String']['output'];
  readonly tasks?: Maybe<ModelTaskLabelConnection>;
  readonly updatedAt: Scalars['AWSDateTime']['output'];
};


/** A coloured word that groups tasks across projects. */
export type LabelTasksArgs = {
  filter?: InputMaybe<ModelTaskLabelFilterInput>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
  sortDirection?: InputMaybe<ModelSortDirection>;
};

/** Who is asking: a member, or a machine with an API key. */
export type Me = {
  readonly __typename?: 'Me';
  /** Null for an API key. */
  readonly email?: Maybe<Scalars['AWSEmail']['output']>;
  /** Cognito's sub, or the key's id after "key:". */
  readonly id: Scalars['ID']['output'];
  /** All that they may do here, as "Type:operation". */
  readonly permissions: ReadonlyArray<Scalars['String']['output']>;
  /** Their roles in this tenant: what @auth sees as groups. */
  readonly roles: ReadonlyArray<Scalars['String']['output']>;
  /** The tenants that they belong to; null for an API key, which has one. */
  readonly tenants?: Maybe<ReadonlyArray<MyTenant>>;
  readonly username: Scalars['String']['output'];
};

export type ModelAttributeTypes =
  | '_null'
  | 'binary'
  | 'binarySet'
  | 'bool'
  | 'list'
  | 'map'
  | 'number'
  | 'numberSet'
  | 'string'
  | 'stringSet';

export type ModelCommentConditionInput = {
  readonly and?: InputMaybe<ReadonlyArray<InputMaybe<ModelCommentConditionInput>>>;
  readonly authorId?: InputMaybe<ModelIDInput>;
  readonly body?: InputMaybe<ModelStringInput>;
  readonly createdAt?: InputMaybe<ModelStringInput>;
  readonly not?: InputMaybe<ModelCommentConditionInput>;
  readonly or?: InputMaybe<ReadonlyArray<InputMaybe<ModelCommentConditionInput>>>;
  readonly owner?: InputMaybe<ModelStringInput>;
  readonly taskId?: InputMaybe<ModelIDInput>;
  readonly updatedAt?: InputMaybe<ModelStringInput>;
};

export type ModelCommentConnection = {
  readonly __typename?: 'ModelCommentConnection';
  readonly items: ReadonlyArray<Comment>;
  /** Pass it on to get the next page; null exactly at the end. */
  readonly nextToken?: Maybe<Scalars['String']['output']>;
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

export type ModelCommentFilterInput = {
  readonly and?: InputMaybe<ReadonlyArray<InputMaybe<ModelCommentFilterInput>>>;
  readonly authorId?: InputMaybe<ModelIDInput>;
  readonly body?: InputMaybe<ModelStringInput>;
  readonly createdAt?: InputMaybe<ModelStringInput>;
  readonly id?: InputMaybe<ModelIDInput>;
  readonly not?: InputMaybe<ModelCommentFilterInput>;
  readonly or?: InputMaybe<ReadonlyArray<InputMaybe<ModelCommentFilterInput>>>;
  readonly owner?: InputMaybe<ModelStringInput>;
  readonly taskId?: InputMaybe<ModelIDInput>;
  readonly updatedAt?: InputMaybe<ModelStringInput>;
};

export type ModelFloatInput = {
  readonly attributeExists?: InputMaybe<Scalars['Boolean']['input']>;
  readonly attributeType?: InputMaybe<ModelAttributeTypes>;
  readonly between?: InputMaybe<ReadonlyArray<InputMaybe<Scalars['Float']['input']>>>;
  readonly eq?: InputMaybe<Scalars['Float']['input']>;
  readonly ge?: InputMaybe<Scalars['Float']['input']>;
  readonly gt?: InputMaybe<Scalars['Float']['input']>;
  readonly in?: InputMaybe<ReadonlyArray<InputMaybe<Scalars['Float']['input']>>>;
  readonly le?: InputMaybe<Scalars['Float']['input']>;
  readonly lt?: InputMaybe<Scalars['Float']['input']>;
  readonly ne?: InputMaybe<Scalars['Float']['input']>;
};

export type ModelIDInput = {
  readonly attributeExists?: InputMaybe<Scalars['Boolean']['input']>;
  readonly attributeType?: InputMaybe<ModelAttributeTypes>;
  readonly beginsWith?: InputMaybe<Scalars['ID']['input']>;
  readonly between?: InputMaybe<ReadonlyArray<InputMaybe<Scalars['ID']['input']>>>;
  readonly contains?: InputMaybe<Scalars['ID']['input']>;
  readonly eq?: InputMaybe<Scalars['ID']['input']>;
  readonly ge?: InputMaybe<Scalars['ID']['input']>;
  readonly gt?: InputMaybe<Scalars['ID']['input']>;
  readonly in?: InputMaybe<ReadonlyArray<InputMaybe<Scalars['ID']['input']>>>;
  readonly le?: InputMaybe<Scalars['ID']['input']>;
  readonly lt?: InputMaybe<Scalars['ID']['input']>;
  readonly ne?: InputMaybe<Scalars['ID']['input']>;
  readonly notContains?: InputMaybe<Scalars['ID']['input']>;
  readonly size?: InputMaybe<ModelSizeInput>;
};

export type ModelIntInput = {
  readonly attributeExists?: InputMaybe<Scalars['Boolean']['input']>;
  readonly attributeType?: InputMaybe<ModelAttributeTypes>;
  readonly between?: InputMaybe<ReadonlyArray<InputMaybe<Scalars['Int']['input']>>>;
  readonly eq?: InputMaybe<Scalars['Int']['input']>;
  readonly ge?: InputMaybe<Scalars['Int']['input']>;
  readonly gt?: InputMaybe<Scalars['Int']['input']>;
  readonly in?: InputMaybe<ReadonlyArray<InputMaybe<Scalars['Int']['input']>>>;
  readonly le?: InputMaybe<Scalars['Int']['input']>;
  readonly lt?: InputMaybe<Scalars['Int']['input']>;
  readonly ne?: InputMaybe<Scalars['Int']['input']>;
};

export type ModelLabelConditionInput = {
  readonly and?: InputMaybe<ReadonlyArray<InputMaybe<ModelLabelConditionInput>>>;
  readonly colour?: InputMaybe<ModelStringInput>;
  readonly createdAt?: InputMaybe<ModelStringInput>;
  readonly name?: InputMaybe<ModelStringInput>;
  readonly not?: InputMaybe<ModelLabelConditionInput>;
  readonly or?: InputMaybe<ReadonlyArray<InputMaybe<ModelLabelConditionInput>>>;
  readonly updatedAt?: InputMaybe<ModelStringInput>;
};

export type ModelLabelConnection = {
  readonly __typename?: 'ModelLabelConnection';
  readonly items: ReadonlyArray<Label>;
  /** Pass it on to get the next page; null exactly at the end. */
  readonly nextToken?: Maybe<Scalars['String']['output']>;
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

export type ModelLabelFilterInput = {
  readonly and?: InputMaybe<ReadonlyArray<InputMaybe<ModelLabelFilterInput>>>;
  readonly colour?: InputMaybe<ModelStringInput>;
  readonly createdAt?: InputMaybe<ModelStringInput>;
  readonly id?: InputMaybe<ModelIDInput>;
  readonly name?: InputMaybe<ModelStringInput>;
  readonly not?: InputMaybe<ModelLabelFilterInput>;
  readonly or?: InputMaybe<ReadonlyArray<InputMaybe<ModelLabelFilterInput>>>;
  readonly updatedAt?: InputMaybe<ModelStringInput>;
};

export type ModelPersonConditionInput = {
  readonly and?: InputMaybe<ReadonlyArray<InputMaybe<ModelPersonConditionInput>>>;
  readonly createdAt?: InputMaybe<ModelStringInput>;
  readonly email?: InputMaybe<ModelStringInput>;
  readonly name?: InputMaybe<ModelStringInput>;
  readonly not?: InputMaybe<ModelPersonConditionInput>;
  readonly or?: InputMaybe<ReadonlyArray<InputMaybe<ModelPersonConditionInput>>>;
  readonly updatedAt?: InputMaybe<ModelStringInput>;
};

export type ModelPersonConnection = {
  readonly __typename?: 'ModelPersonConnection';
  readonly items: ReadonlyArray<Person>;
  /** Pass it on to get the next page; null exactly at the end. */
  readonly nextToken?: Maybe<Scalars['String']['output']>;
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

export type ModelPersonFilterInput = {
  readonly and?: InputMaybe<ReadonlyArray<InputMaybe<ModelPersonFilterInput>>>;
  readonly createdAt?: InputMaybe<ModelStringInput>;
  readonly email?: InputMaybe<ModelStringInput>;
  readonly id?: InputMaybe<ModelIDInput>;
  readonly name?: InputMaybe<ModelStringInput>;
  readonly not?: InputMaybe<ModelPersonFilterInput>;
  readonly or?: InputMaybe<ReadonlyArray<InputMaybe<ModelPersonFilterInput>>>;
  readonly updatedAt?: InputMaybe<ModelStringInput>;
};

export type ModelProjectConditionInput = {
  readonly and?: InputMaybe<ReadonlyArray<InputMaybe<ModelProjectConditionInput>>>;
  readonly budget?: InputMaybe<ModelIntInput>;
  readonly createdAt?: InputMaybe<ModelStringInput>;
  readonly description?: InputMaybe<ModelStringInput>;
  readonly dueDate?: InputMaybe<ModelStringInput>;
  readonly name?: InputMaybe<ModelStringInput>;
  readonly not?: InputMaybe<ModelProjectConditionInput>;
  readonly or?: InputMaybe<ReadonlyArray<InputMaybe<ModelProjectConditionInput>>>;
  readonly owner?: InputMaybe<ModelStringInput>;
  readonly status?: InputMaybe<ModelProjectStatusInput>;
  readonly updatedAt?: InputMaybe<ModelStringInput>;
};

export type ModelProjectConnection = {
  readonly __typename?: 'ModelProjectConnection';
  readonly items: ReadonlyArray<Project>;
  /** Pass it on to get the next page; null exactly at the end. */
  readonly nextToken?: Maybe<Scalars['String']['output']>;
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

export type ModelProjectFilterInput = {
  readonly and?: InputMaybe<ReadonlyArray<InputMaybe<ModelProjectFilterInput>>>;
  readonly budget?: InputMaybe<ModelIntInput>;
  readonly createdAt?: InputMaybe<ModelStringInput>;
  readonly description?: InputMaybe<ModelStringInput>;
  readonly dueDate?: InputMaybe<ModelStringInput>;
  readonly id?: InputMaybe<ModelIDInput>;
  readonly name?: InputMaybe<ModelStringInput>;
  readonly not?: InputMaybe<ModelProjectFilterInput>;
  readonly or?: InputMaybe<ReadonlyArray<InputMaybe<ModelProjectFilterInput>>>;
  readonly owner?: InputMaybe<ModelStringInput>;
  readonly status?: InputMaybe<ModelProjectStatusInput>;
  readonly updatedAt?: InputMaybe<ModelStringInput>;
};

export type ModelProjectStatusInput = {
  readonly eq?: InputMaybe<ProjectStatus>;
  readonly in?: InputMaybe<ReadonlyArray<InputMaybe<ProjectStatus>>>;
  readonly ne?: InputMaybe<ProjectStatus>;
};

export type ModelSizeInput = {
  readonly between?: InputMaybe<ReadonlyArray<InputMaybe<Scalars['Int']['input']>>>;
  readonly eq?: InputMaybe<Scalars['Int']['input']>;
  readonly ge?: InputMaybe<Scalars['Int']['input']>;
  readonly gt?: InputMaybe<Scalars['Int']['input']>;
  readonly le?: InputMaybe<Scalars['Int']['input']>;
  readonly lt?: InputMaybe<Scalars['Int']['input']>;
  readonly ne?: InputMaybe<Scalars['Int']['input']>;
};

export type ModelSortDirection =
  | 'ASC'
  | 'DESC';

export type ModelStringInput = {
  readonly attributeExists?: InputMaybe<Scalars['Boolean']['input']>;
  readonly attributeType?: InputMaybe<ModelAttributeTypes>;
  readonly beginsWith?: InputMaybe<Scalars['String']['input']>;
  readonly between?: InputMaybe<ReadonlyArray<InputMaybe<Scalars['String']['input']>>>;
  readonly contains?: InputMaybe<Scalars['String']['input']>;
  readonly eq?: InputMaybe<Scalars['String']['input']>;
  readonly ge?: InputMaybe<Scalars['String']['input']>;
  readonly gt?: InputMaybe<Scalars['String']['input']>;
  readonly in?: InputMaybe<ReadonlyArray<InputMaybe<Scalars['String']['input']>>>;
  readonly le?: InputMaybe<Scalars['String']['input']>;
  readonly lt?: InputMaybe<Scalars['String']['input']>;
  readonly ne?: InputMaybe<Scalars['String']['input']>;
  readonly notContains?: InputMaybe<Scalars['String']['input']>;
  readonly size?: InputMaybe<ModelSizeInput>;
};

export type ModelStringKeyConditionInput = {
  readonly beginsWith?: InputMaybe<Scalars['String']['input']>;
  readonly between?: InputMaybe<ReadonlyArray<InputMaybe<Scalars['String']['input']>>>;
  readonly eq?: InputMaybe<Scalars['String']['input']>;
  readonly ge?: InputMaybe<Scalars['String']['input']>;
  readonly gt?: InputMaybe<Scalars['String']['input']>;
  readonly le?: InputMaybe<Scalars['String']['input']>;
  readonly lt?: InputMaybe<Scalars['String']['input']>;
};

export type ModelSubscriptionCommentFilterInput = {
  readonly and?: InputMaybe<ReadonlyArray<InputMaybe<ModelSubscriptionCommentFilterInput>>>;
  readonly authorId?: InputMaybe<ModelSubscriptionIDInput>;
  readonly body?: InputMaybe<ModelSubscriptionStringInput>;
  readonly createdAt?: InputMaybe<ModelSubscriptionStringInput>;
  readonly id?: InputMaybe<ModelSubscriptionIDInput>;
  readonly or?: InputMaybe<ReadonlyArray<InputMaybe<ModelSubscriptionCommentFilterInput>>>;
  readonly owner?: InputMaybe<ModelStringInput>;
  readonly taskId?: InputMaybe<ModelSubscriptionIDInput>;
  readonly updatedAt?: InputMaybe<ModelSubscriptionStringInput>;
};

export type ModelSubscriptionFloatInput = {
  readonly between?: InputMaybe<ReadonlyArray<InputMaybe<Scalars['Float']['input']>>>;
  readonly eq?: InputMaybe<Scalars['Float']['input']>;
  readonly ge?: InputMaybe<Scalars['Float']['input']>;
  readonly gt?: InputMaybe<Scalars['Float']['input']>;
  readonly in?: InputMaybe<ReadonlyArray<InputMaybe<Scalars['Float']['input']>>>;
  readonly le?: InputMaybe<Scalars['Float']['input']>;
  readonly lt?: InputMaybe<Scalars['Float']['input']>;
  readonly ne?: InputMaybe<Scalars['Float']['input']>;
  readonly notIn?: InputMaybe<ReadonlyArray<InputMaybe<Scalars['Float']['input']>>>;
};

export type ModelSubscriptionIDInput = {
  readonly beginsWith?: InputMaybe<Scalars['ID']['input']>;
  readonly between?: InputMaybe<ReadonlyArray<InputMaybe<Scalars['ID']['input']>>>;
  readonly contains?: InputMaybe<Scalars['ID']['input']>;
  readonly eq?: InputMaybe<Scalars['ID']['input']>;
  readonly ge?: InputMaybe<Scalars['ID']['input']>;
  readonly gt?: InputMaybe<Scalars['ID']['input']>;
  readonly in?: InputMaybe<ReadonlyArray<InputMaybe<Scalars['ID']['input']>>>;
  readonly le?: InputMaybe<Scalars['ID']['input']>;
  readonly lt?: InputMaybe<Scalars['ID']['input']>;
  readonly ne?: InputMaybe<Scalars['ID']['input']>;
  readonly notContains?: InputMaybe<Scalars['ID']['input']>;
  readonly notIn?: InputMaybe<ReadonlyArray<InputMaybe<Scalars['ID']['input']>>>;
};

export type ModelSubscriptionIntInput = {
  readonly between?: InputMaybe<ReadonlyArray<InputMaybe<Scalars['Int']['input']>>>;
  readonly eq?: InputMaybe<Scalars['Int']['input']>;
  readonly ge?: InputMaybe<Scalars['Int']['input']>;
  readonly gt?: InputMaybe<Scalars['Int']['input']>;
  readonly in?: InputMaybe<ReadonlyArray<InputMaybe<Scalars['Int']['input']>>>;
  readonly le?: InputMaybe<Scalars['Int']['input']>;
  readonly lt?: InputMaybe<Scalars['Int']['input']>;
  readonly ne?: InputMaybe<Scalars['Int']['input']>;
  readonly notIn?: InputMaybe<ReadonlyArray<InputMaybe<Scalars['Int']['input']>>>;
};

export type ModelSubscriptionLabelFilterInput = {
  readonly and?: InputMaybe<ReadonlyArray<InputMaybe<ModelSubscriptionLabelFilterInput>>>;
  readonly colour?: InputMaybe<ModelSubscriptionStringInput>;
  readonly createdAt?: InputMaybe<ModelSubscriptionStringInput>;
  readonly id?: InputMaybe<ModelSubscriptionIDInput>;
  readonly name?: InputMaybe<ModelSubscriptionStringInput>;
  readonly or?: InputMaybe<ReadonlyArray<InputMaybe<ModelSubscriptionLabelFilterInput>>>;
  readonly updatedAt?: InputMaybe<ModelSubscriptionStringInput>;
};

export type ModelSubscriptionPersonFilterInput = {
  readonly and?: InputMaybe<ReadonlyArray<InputMaybe<ModelSubscriptionPersonFilterInput>>>;
  readonly createdAt?: InputMaybe<ModelSubscriptionStringInput>;
  readonly email?: InputMaybe<ModelSubscriptionStringInput>;
  readonly id?: InputMaybe<ModelSubscriptionIDInput>;
  readonly name?: InputMaybe<ModelSubscriptionStringInput>;
  readonly or?: InputMaybe<ReadonlyArray<InputMaybe<ModelSubscriptionPersonFilterInput>>>;
  readonly updatedAt?: InputMaybe<ModelSubscriptionStringInput>;
};

export type ModelSubscriptionProjectFilterInput = {
  readonly and?: InputMaybe<ReadonlyArray<InputMaybe<ModelSubscriptionProjectFilterInput>>>;
  readonly budget?: InputMaybe<ModelSubscriptionIntInput>;
  readonly createdAt?: InputMaybe<ModelSubscriptionStringInput>;
  readonly description?: InputMaybe<ModelSubscriptionStringInput>;
  readonly dueDate?: InputMaybe<ModelSubscriptionStringInput>;
  readonly id?: InputMaybe<ModelSubscriptionIDInput>;
  readonly name?: InputMaybe<ModelSubscriptionStringInput>;
  readonly or?: InputMaybe<ReadonlyArray<InputMaybe<ModelSubscriptionProjectFilterInput>>>;
  readonly owner?: InputMaybe<ModelStringInput>;
  readonly status?: InputMaybe<ModelSubscriptionStringInput>;
  readonly updatedAt?: InputMaybe<ModelSubscriptionStringInput>;
};

export type ModelSubscriptionStringInput = {
  readonly beginsWith?: InputMaybe<Scalars['String']['input']>;
  readonly between?: InputMaybe<ReadonlyArray<InputMaybe<Scalars['String']['input']>>>;
  readonly contains?: InputMaybe<Scalars['String']['input']>;
  readonly eq?: InputMaybe<Scalars['String']['input']>;
  readonly ge?: InputMaybe<Scalars['String']['input']>;
  readonly gt?: InputMaybe<Scalars['String']['input']>;
  readonly in?: InputMaybe<ReadonlyArray<InputMaybe<Scalars['String']['input']>>>;
  readonly le?: InputMaybe<Scalars['String']['input']>;
  readonly lt?: InputMaybe<Scalars['String']['input']>;
  readonly ne?: InputMaybe<Scalars['String']['input']>;
  readonly notContains?: InputMaybe<Scalars['String']['input']>;
  readonly notIn?: InputMaybe<ReadonlyArray<InputMaybe<Scalars['String']['input']>>>;
};

export type ModelSubscriptionTaskFilterInput = {
  readonly and?: InputMaybe<ReadonlyArray<InputMaybe<ModelSubscriptionTaskFilterInput>>>;
  readonly assigneeId?: InputMaybe<ModelSubscriptionIDInput>;
  readonly createdAt?: InputMaybe<ModelSubscriptionStringInput>;
  readonly dueDate?: InputMaybe<ModelSubscriptionStringInput>;
  readonly estimate?: InputMaybe<ModelSubscriptionFloatInput>;
  readonly id?: InputMaybe<ModelSubscriptionIDInput>;
  readonly number?: InputMaybe<ModelSubscriptionStringInput>;
  readonly or?: InputMaybe<ReadonlyArray<InputMaybe<ModelSubscriptionTaskFilterInput>>>;
  readonly owner?: InputMaybe<ModelStringInput>;
  readonly projectId?: InputMaybe<ModelSubscriptionIDInput>;
  readonly status?: InputMaybe<ModelSubscriptionStringInput>;
  readonly title?: InputMaybe<ModelSubscriptionStringInput>;
  readonly updatedAt?: InputMaybe<ModelSubscriptionStringInput>;
};

export type ModelSubscriptionTaskLabelFilterInput = {
  readonly and?: InputMaybe<ReadonlyArray<InputMaybe<ModelSubscriptionTaskLabelFilterInput>>>;
  readonly createdAt?: InputMaybe<ModelSubscriptionStringInput>;
  readonly id?: InputMaybe<ModelSubscriptionIDInput>;
  readonly labelId?: InputMaybe<ModelSubscriptionIDInput>;
  readonly or?: InputMaybe<ReadonlyArray<InputMaybe<ModelSubscriptionTaskLabelFilterInput>>>;
  readonly owner?: InputMaybe<ModelStringInput>;
  readonly taskId?: InputMaybe<ModelSubscriptionIDInput>;
  readonly updatedAt?: InputMaybe<ModelSubscriptionStringInput>;
};

export type ModelTaskByProjectCompositeKeyConditionInput = {
  readonly beginsWith?: InputMaybe<ModelTaskByProjectCompositeKeyInput>;
  readonly between?: InputMaybe<ReadonlyArray<InputMaybe<ModelTaskByProjectCompositeKeyInput>>>;
  readonly eq?: InputMaybe<ModelTaskByProjectCompositeKeyInput>;
  readonly ge?: InputMaybe<ModelTaskByProjectCompositeKeyInput>;
  readonly gt?: InputMaybe<ModelTaskByProjectCompositeKeyInput>;
  readonly le?: InputMaybe<ModelTaskByProjectCompositeKeyInput>;
  readonly lt?: InputMaybe<ModelTaskByProjectCompositeKeyInput>;
};

export type ModelTaskByProjectCompositeKeyInput = {
  readonly dueDate?: InputMaybe<Scalars['String']['input']>;
  readonly status?: InputMaybe<TaskStatus>;
};

export type ModelTaskConditionInput = {
  readonly and?: InputMaybe<ReadonlyArray<InputMaybe<ModelTaskConditionInput>>>;
  readonly assigneeId?: InputMaybe<ModelIDInput>;
  readonly createdAt?: InputMaybe<ModelStringInput>;
  readonly dueDate?: InputMaybe<ModelStringInput>;
  readonly estimate?: InputMaybe<ModelFloatInput>;
  readonly not?: InputMaybe<ModelTaskConditionInput>;
  readonly number?: InputMaybe<ModelStringInput>;
  readonly or?: InputMaybe<ReadonlyArray<InputMaybe<ModelTaskConditionInput>>>;
  readonly owner?: InputMaybe<ModelStringInput>;
  readonly projectId?: InputMaybe<ModelIDInput>;
  readonly status?: InputMaybe<ModelTaskStatusInput>;
  readonly title?: InputMaybe<ModelStringInput>;
  readonly updatedAt?: InputMaybe<ModelStringInput>;
};

export type ModelTaskConnection = {
  readonly __typename?: 'ModelTaskConnection';
  readonly items: ReadonlyArray<Task>;
  /** Pass it on to get the next page; null exactly at the end. */
  readonly nextToken?: Maybe<Scalars['String']['output']>;
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

export type ModelTaskFilterInput = {
  readonly and?: InputMaybe<ReadonlyArray<InputMaybe<ModelTaskFilterInput>>>;
  readonly assigneeId?: InputMaybe<ModelIDInput>;
  readonly createdAt?: InputMaybe<ModelStringInput>;
  readonly dueDate?: InputMaybe<ModelStringInput>;
  readonly estimate?: InputMaybe<ModelFloatInput>;
  readonly id?: InputMaybe<ModelIDInput>;
  readonly not?: InputMaybe<ModelTaskFilterInput>;
  readonly number?: InputMaybe<ModelStringInput>;
  readonly or?: InputMaybe<ReadonlyArray<InputMaybe<ModelTaskFilterInput>>>;
  readonly owner?: InputMaybe<ModelStringInput>;
  readonly projectId?: InputMaybe<ModelIDInput>;
  readonly status?: InputMaybe<ModelTaskStatusInput>;
  readonly title?: InputMaybe<ModelStringInput>;
  readonly updatedAt?: InputMaybe<ModelStringInput>;
};

export type ModelTaskLabelConditionInput = {
  readonly and?: InputMaybe<ReadonlyArray<InputMaybe<ModelTaskLabelConditionInput>>>;
  readonly createdAt?: InputMaybe<ModelStringInput>;
  readonly labelId?: InputMaybe<ModelIDInput>;
  readonly not?: InputMaybe<ModelTaskLabelConditionInput>;
  readonly or?: InputMaybe<ReadonlyArray<InputMaybe<ModelTaskLabelConditionInput>>>;
  readonly owner?: InputMaybe<ModelStringInput>;
  readonly taskId?: InputMaybe<ModelIDInput>;
  readonly updatedAt?: InputMaybe<ModelStringInput>;
};

export type ModelTaskLabelConnection = {
  readonly __typename?: 'ModelTaskLabelConnection';
  readonly items: ReadonlyArray<TaskLabel>;
  /** Pass it on to get the next page; null exactly at the end. */
  readonly nextToken?: Maybe<Scalars['String']['output']>;
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

export type ModelTaskLabelFilterInput = {
  readonly and?: InputMaybe<ReadonlyArray<InputMaybe<ModelTaskLabelFilterInput>>>;
  readonly createdAt?: InputMaybe<ModelStringInput>;
  readonly id?: InputMaybe<ModelIDInput>;
  readonly labelId?: InputMaybe<ModelIDInput>;
  readonly not?: InputMaybe<ModelTaskLabelFilterInput>;
  readonly or?: InputMaybe<ReadonlyArray<InputMaybe<ModelTaskLabelFilterInput>>>;
  readonly owner?: InputMaybe<ModelStringInput>;
  readonly taskId?: InputMaybe<ModelIDInput>;
  readonly updatedAt?: InputMaybe<ModelStringInput>;
};

export type ModelTaskStatusInput = {
  readonly eq?: InputMaybe<TaskStatus>;
  readonly in?: InputMaybe<ReadonlyArray<InputMaybe<TaskStatus>>>;
  readonly ne?: InputMaybe<TaskStatus>;
};

export type Mutation = {
  readonly __typename?: 'Mutation';
  /** Joins the tenant of an invitation to the caller's own verified address. Refresh the tokens to switch there. */
  readonly acceptInvitation: MyTenant;
  /** Creates a task with the next number of the tenant, in one transaction. */
  readonly addTask?: Maybe<Task>;
  /** Ends an upload that no row holds, and frees its bytes. */
  readonly cancelUpload: File;
  /** Closes an open project. Closing it twice is refused. */
  readonly closeProject?: Maybe<Project>;
  /** Checks size, checksum and type of what has arrived. Then a create or update may name the file by its id. */
  readonly completeUpload: File;
  /** Makes a key. It can do no more than the caller may do, and one that a key makes does not outlive it. */
  readonly createApiKey: TenantNewApiKey;
  readonly createComment?: Maybe<Comment>;
  /** As createComment, for several rows: all or none. */
  readonly createComments?: Maybe<ReadonlyArray<Comment>>;
  readonly createLabel?: Maybe<Label>;
  /** As createLabel, for several rows: all or none. */
  readonly createLabels?: Maybe<ReadonlyArray<Label>>;
  /** As createPerson, for several rows: all or none. */
  readonly createPeople?: Maybe<ReadonlyArray<Person>>;
  readonly createPerson?: Maybe<Person>;
  readonly createProject?: Maybe<Project>;
  /** As createProject, for several rows: all or none. */
  readonly createProjects?: Maybe<ReadonlyArray<Project>>;
  /** Makes a role of rights that the caller holds. A tenant has at most 50. */
  readonly createRole: TenantRole;
  readonly createTask?: Maybe<Task>;
  readonly createTaskLabel?: Maybe<TaskLabel>;
  /** As createTaskLabel, for several rows: all or none. */
  readonly createTaskLabels?: Maybe<ReadonlyArray<TaskLabel>>;
  /** As createTask, for several rows: all or none. */
  readonly createTasks?: Maybe<ReadonlyArray<Task>>;
  /** Begins an upload for a field with @file. Its bytes count at once. */
  readonly createUpload: Upload;
  /** Makes an endpoint. It hears of what the caller may listen to. */
  readonly createWebhook: TenantNewWebhook;
  readonly deleteComment?: Maybe<Comment>;
  /** As deleteComment, for several rows: all or none. */
  readonly deleteComments?: Maybe<ReadonlyArray<Comment>>;
  readonly deleteLabel?: Maybe<Label>;
  /** As deleteLabel, for several rows: all or none. */
  readonly deleteLabels?: Maybe<ReadonlyArray<Label>>;
  /** As deletePerson, for several rows: all or none. */
  readonly deletePeople?: Maybe<ReadonlyArray<Person>>;
  readonly deletePerson?: Maybe<Person>;
  readonly deleteProject?: Maybe<Project>;
  /** As deleteProject, for several rows: all or none. */
  readonly deleteProjects?: Maybe<ReadonlyArray<Project>>;
  /** Removes a role that no member, invitation or key holds. */
  readonly deleteRole: TenantRole;
  readonly deleteTask?: Maybe<Task>;
  readonly deleteTaskLabel?: Maybe<TaskLabel>;
  /** As deleteTaskLabel, for several rows: all or none. */
  readonly deleteTaskLabels?: Maybe<ReadonlyArray<TaskLabel>>;
  /** As deleteTask, for several rows: all or none. */
  readonly deleteTasks?: Maybe<ReadonlyArray<Task>>;
  /** Deletes an endpoint. Deliveries that wait are not sent. */
  readonly deleteWebhook: TenantWebhook;
  /** Keeps a member out. */
  readonly disableMember: TenantMember;
  /** Stops deliveries to an endpoint. Those that wait fail, and can be replayed. */
  readonly disableWebhook: TenantWebhook;
  /** Lets a member in again, if a seat is free. */
  readonly enableMember: TenantMember;
  /** Lets an endpoint hear again, by the rights of the caller. One that is enabled stays as it is. */
  readonly enableWebhook: TenantWebhook;
  /** Invites an address for seven days. It takes no seat before it is accepted. */
  readonly inviteMember: TenantInvitationSent;
  /** Ends the caller's own membership. The last owner cannot leave. */
  readonly leaveTenant: TenantMember;
  /** Ends a membership. The user stays what they are in other tenants. */
  readonly removeMember: TenantMember;
  /** Sends failed deliveries again that were created at this time or later, at most 500 at a time. Ends a pause of the endpoint. */
  readonly replayWebhookDeliveries: TenantWebhookReplay;
  /** Sends an ended delivery again, with its id. One that is pending stays as it is. Ends a pause of the endpoint. */
  readonly replayWebhookDelivery: TenantWebhookDelivery;
  /** Begins an export of all that the tenant has, or answers the one that is under way. Also while the tenant is being closed. */
  readonly requestExport: TenantJob;
  /** A new token and seven more days; the old token opens nothing any more. */
  readonly resendInvitation: TenantInvitationSent;
  /** Ends a key, or the impersonation of that id, within 5 seconds, or when answers to GETs that a stage caches expire. One that has ended stays as it is. */
  readonly revokeApiKey: TenantApiKey;
  /** Takes an invitation back. */
  readonly revokeInvitation: TenantInvitation;
  /**
   * Makes a key that takes the place of another, with its roles, its scopes and its life in days. The old one goes on
   * working for 0 to 168 hours.
   */
  readonly rotateApiKey: TenantNewApiKey;
  /** Makes a new secret. Deliveries are signed with the old one as well for 0 to 168 hours. */
  readonly rotateWebhookSecret: TenantNewWebhook;
  /** Runs a schedule for this tenant soon, in addition to its slots. Answers the run under way, if one was asked for before. */
  readonly runSchedule: TenantSchedule;
  /** Ends a pause of an endpoint, and sends the event ping to it. */
  readonly sendTestWebhook: TenantWebhookDelivery;
  /** Gives a member these roles in place of those that they have. */
  readonly setMemberRoles: TenantMember;
  /** Links for parts of an upload that goes in parts, at most 100 at a time. */
  readonly signUploadParts: ReadonlyArray<UploadPart>;
  /** Makes another member owner in place of the caller, who becomes ADMIN. */
  readonly transferOwnership: TenantMember;
  readonly updateComment?: Maybe<Comment>;
  /** As updateComment, for several rows: all or none. */
  readonly updateComments?: Maybe<ReadonlyArray<Comment>>;
  readonly updateLabel?: Maybe<Label>;
  /** As updateLabel, for several rows: all or none. */
  readonly updateLabels?: Maybe<ReadonlyArray<Label>>;
  /** As updatePerson, for several rows: all or none. */
  readonly updatePeople?: Maybe<ReadonlyArray<Person>>;
  readonly updatePerson?: Maybe<Person>;
  readonly updateProject?: Maybe<Project>;
  /** As updateProject, for several rows: all or none. */
  readonly updateProjects?: Maybe<ReadonlyArray<Project>>;
  /** Changes a role of the tenant's own; what is left out stays. */
  readonly updateRole: TenantRole;
  readonly updateTask?: Maybe<Task>;
  readonly updateTaskLabel?: Maybe<TaskLabel>;
  /** As updateTaskLabel, for several rows: all or none. */
  readonly updateTaskLabels?: Maybe<ReadonlyArray<TaskLabel>>;
  /** As updateTask, for several rows: all or none. */
  readonly updateTasks?: Maybe<ReadonlyArray<Task>>;
  readonly updateTenantSettings: Tenant;
  /** Changes an endpoint. A new URL, new events or a new payload let it hear by the rights of the caller from now on. */
  readonly updateWebhook: TenantWebhook;
};


export type MutationAcceptInvitationArgs = {
  token: Scalars['String']['input'];
};


export type MutationAddTaskArgs = {
  input: AddTaskInput;
};


export type MutationCancelUploadArgs = {
  id: Scalars['ID']['input'];
};


export type MutationCloseProjectArgs = {
  id: Scalars['ID']['input'];
};


export type MutationCompleteUploadArgs = {
  id: Scalars['ID']['input'];
};


export type MutationCreateApiKeyArgs = {
  input: TenantApiKeyInput;
};


export type MutationCreateCommentArgs = {
  condition?: InputMaybe<ModelCommentConditionInput>;
  input: CreateCommentInput;
};


export type MutationCreateCommentsArgs = {
  input: ReadonlyArray<CreateCommentInput>;
};


export type MutationCreateLabelArgs = {
  condition?: InputMaybe<ModelLabelConditionInput>;
  input: CreateLabelInput;
};


export type MutationCreateLabelsArgs = {
  input: ReadonlyArray<CreateLabelInput>;
};


export type MutationCreatePeopleArgs = {
  input: ReadonlyArray<CreatePersonInput>;
};


export type MutationCreatePersonArgs = {
  condition?: InputMaybe<ModelPersonConditionInput>;
  input: CreatePersonInput;
};


export type MutationCreateProjectArgs = {
  condition?: InputMaybe<ModelProjectConditionInput>;
  input: CreateProjectInput;
};


export type MutationCreateProjectsArgs = {
  input: ReadonlyArray<CreateProjectInput>;
};


export type MutationCreateRoleArgs = {
  input: TenantRoleInput;
};


export type MutationCreateTaskArgs = {
  condition?: InputMaybe<ModelTaskConditionInput>;
  input: CreateTaskInput;
};


export type MutationCreateTaskLabelArgs = {
  condition?: InputMaybe<ModelTaskLabelConditionInput>;
  input: CreateTaskLabelInput;
};


export type MutationCreateTaskLabelsArgs = {
  input: ReadonlyArray<CreateTaskLabelInput>;
};


export type MutationCreateTasksArgs = {
  input: ReadonlyArray<CreateTaskInput>;
};


export type MutationCreateUploadArgs = {
  input: UploadInput;
};


export type MutationCreateWebhookArgs = {
  input: TenantWebhookInput;
};


export type MutationDeleteCommentArgs = {
  condition?: InputMaybe<ModelCommentConditionInput>;
  input: DeleteCommentInput;
};


export type MutationDeleteCommentsArgs = {
  input: ReadonlyArray<DeleteCommentInput>;
};


export type MutationDeleteLabelArgs = {
  condition?: InputMaybe<ModelLabelConditionInput>;
  input: DeleteLabelInput;
};


export type MutationDeleteLabelsArgs = {
  input: ReadonlyArray<DeleteLabelInput>;
};


export type MutationDeletePeopleArgs = {
  input: ReadonlyArray<DeletePersonInput>;
};


export type MutationDeletePersonArgs = {
  condition?: InputMaybe<ModelPersonConditionInput>;
  input: DeletePersonInput;
};


export type MutationDeleteProjectArgs = {
  condition?: InputMaybe<ModelProjectConditionInput>;
  input: DeleteProjectInput;
};


export type MutationDeleteProjectsArgs = {
  input: ReadonlyArray<DeleteProjectInput>;
};


export type MutationDeleteRoleArgs = {
  name: Scalars['String']['input'];
};


export type MutationDeleteTaskArgs = {
  condition?: InputMaybe<ModelTaskConditionInput>;
  input: DeleteTaskInput;
};


export type MutationDeleteTaskLabelArgs = {
  condition?: InputMaybe<ModelTaskLabelConditionInput>;
  input: DeleteTaskLabelInput;
};


export type MutationDeleteTaskLabelsArgs = {
  input: ReadonlyArray<DeleteTaskLabelInput>;
};


export type MutationDeleteTasksArgs = {
  input: ReadonlyArray<DeleteTaskInput>;
};


export type MutationDeleteWebhookArgs = {
  id: Scalars['ID']['input'];
};


export type MutationDisableMemberArgs = {
  userId: Scalars['ID']['input'];
};


export type MutationDisableWebhookArgs = {
  id: Scalars['ID']['input'];
};


export type MutationEnableMemberArgs = {
  userId: Scalars['ID']['input'];
};


export type MutationEnableWebhookArgs = {
  id: Scalars['ID']['input'];
};


export type MutationInviteMemberArgs = {
  input: TenantInvitationInput;
};


export type MutationRemoveMemberArgs = {
  userId: Scalars['ID']['input'];
};


export type MutationReplayWebhookDeliveriesArgs = {
  since: Scalars['AWSDateTime']['input'];
  webhook: Scalars['ID']['input'];
};


export type MutationReplayWebhookDeliveryArgs = {
  id: Scalars['ID']['input'];
};


export type MutationResendInvitationArgs = {
  id: Scalars['ID']['input'];
};


export type MutationRevokeApiKeyArgs = {
  id: Scalars['ID']['input'];
};


export type MutationRevokeInvitationArgs = {
  id: Scalars['ID']['input'];
};


export type MutationRotateApiKeyArgs = {
  id: Scalars['ID']['input'];
  overlapHours?: Scalars['Int']['input'];
};


export type MutationRotateWebhookSecretArgs = {
  id: Scalars['ID']['input'];
  overlapHours?: Scalars['Int']['input'];
};


export type MutationRunScheduleArgs = {
  name: Scalars['String']['input'];
};


export type MutationSendTestWebhookArgs = {
  id: Scalars['ID']['input'];
};


export type MutationSetMemberRolesArgs = {
  roles: ReadonlyArray<Scalars['String']['input']>;
  userId: Scalars['ID']['input'];
};


export type MutationSignUploadPartsArgs = {
  id: Scalars['ID']['input'];
  parts: ReadonlyArray<UploadPartInput>;
};


export type MutationTransferOwnershipArgs = {
  userId: Scalars['ID']['input'];
};


export type MutationUpdateCommentArgs = {
  condition?: InputMaybe<ModelCommentConditionInput>;
  input: UpdateCommentInput;
};


export type MutationUpdateCommentsArgs = {
  input: ReadonlyArray<UpdateCommentInput>;
};


export type MutationUpdateLabelArgs = {
  condition?: InputMaybe<ModelLabelConditionInput>;
  input: UpdateLabelInput;
};


export type MutationUpdateLabelsArgs = {
  input: ReadonlyArray<UpdateLabelInput>;
};


export type MutationUpdatePeopleArgs = {
  input: ReadonlyArray<UpdatePersonInput>;
};


export type MutationUpdatePersonArgs = {
  condition?: InputMaybe<ModelPersonConditionInput>;
  input: UpdatePersonInput;
};


export type MutationUpdateProjectArgs = {
  condition?: InputMaybe<ModelProjectConditionInput>;
  input: UpdateProjectInput;
};


export type MutationUpdateProjectsArgs = {
  input: ReadonlyArray<UpdateProjectInput>;
};


export type MutationUpdateRoleArgs = {
  input: TenantRoleChange;
  name: Scalars['String']['input'];
};


export type MutationUpdateTaskArgs = {
  condition?: InputMaybe<ModelTaskConditionInput>;
  input: UpdateTaskInput;
};


export type MutationUpdateTaskLabelArgs = {
  condition?: InputMaybe<ModelTaskLabelConditionInput>;
  input: UpdateTaskLabelInput;
};


export type MutationUpdateTaskLabelsArgs = {
  input: ReadonlyArray<UpdateTaskLabelInput>;
};


export type MutationUpdateTasksArgs = {
  input: ReadonlyArray<UpdateTaskInput>;
};


export type MutationUpdateTenantSettingsArgs = {
  input: TenantSettingsInput;
};


export type MutationUpdateWebhookArgs = {
  id: Scalars['ID']['input'];
  input: TenantWebhookChange;
};

/** A tenant of a user. To switch, refresh the tokens with the client metadata { tenant: id }. */
export type MyTenant = {
  readonly __typename?: 'MyTenant';
  /** Whether the token is of this tenant. */
  readonly active: Scalars['Boolean']['output'];
  readonly id: Scalars['ID']['output'];
  readonly name: Scalars['String']['output'];
  readonly roles: ReadonlyArray<Scalars['String']['output']>;
  readonly status: TenantStatus;
};

/** A person to whom tasks are assigned. */
export type Person = {
  readonly __typename?: 'Person';
  readonly createdAt: Scalars['AWSDateTime']['output'];
  readonly email?: Maybe<Scalars['AWSEmail']['output']>;
  readonly id: Scalars['ID']['output'];
  readonly name: Scalars['String']['output'];
  readonly tasks?: Maybe<ModelTaskConnection>;
  readonly updatedAt: Scalars['AWSDateTime']['output'];
};


/** A person to whom tasks are assigned. */
export type PersonTasksArgs = {
  dueDate?: InputMaybe<ModelStringKeyConditionInput>;
  filter?: InputMaybe<ModelTaskFilterInput>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
  sortDirection?: InputMaybe<ModelSortDirection>;
};

/** A body of work. Everyone in the tenant sees projects; admins and the owner change them. */
export type Project = {
  readonly __typename?: 'Project';
  readonly address?: Maybe<Address>;
  /** The order, as a scan or a PDF. */
  readonly attachment?: Maybe<File>;
  /** What the project may cost; only admins see it. */
  readonly budget?: Maybe<Scalars['Int']['output']>;
  readonly createdAt: Scalars['AWSDateTime']['output'];
  readonly description?: Maybe<Scalars['String']['output']>;
  readonly dueDate?: Maybe<Scalars['AWSDate']['output']>;
  readonly id: Scalars['ID']['output'];
  readonly name: Scalars['String']['output'];
  readonly owner?: Maybe<Scalars['String']['output']>;
  /** Share of its tasks that are done, 0 to 100, among the first thousand. */
  readonly progress: Scalars['Float']['output'];
  readonly status: ProjectStatus;
  readonly tasks?: Maybe<ModelTaskConnection>;
  readonly updatedAt: Scalars['AWSDateTime']['output'];
};


/** A body of work. Everyone in the tenant sees projects; admins and the owner change them. */
export type ProjectProgressArgs = {
  decimals?: InputMaybe<Scalars['Int']['input']>;
};


/** A body of work. Everyone in the tenant sees projects; admins and the owner change them. */
export type ProjectTasksArgs = {
  filter?: InputMaybe<ModelTaskFilterInput>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
  sortDirection?: InputMaybe<ModelSortDirection>;
  statusDueDate?: InputMaybe<ModelTaskByProjectCompositeKeyConditionInput>;
};

/** How far a project is. */
export type ProjectReport = {
  readonly __typename?: 'ProjectReport';
  readonly done: Scalars['Int']['output'];
  /** Tasks that are past their due date and not done. */
  readonly late: Scalars['Int']['output'];
  readonly name: Scalars['String']['output'];
  readonly tasks: Scalars['Int']['output'];
};

export type ProjectStatus =
  | 'CLOSED'
  | 'OPEN';

export type Query = {
  readonly __typename?: 'Query';
  /** The keys of the tenant, also those that have ended. */
  readonly apiKeys: TenantApiKeyConnection;
  /** What was done in the tenant, the newest first. A page can hold fewer than asked when few events fit the filter. */
  readonly auditEvents: TenantAuditEventConnection;
  /** Looks through the whole chain: whether each event is what was sealed, in its place, and none is gone. */
  readonly auditIntegrity: TenantAuditIntegrity;
  readonly commentsByTask?: Maybe<ModelCommentConnection>;
  readonly countComments?: Maybe<Scalars['Int']['output']>;
  readonly countLabels?: Maybe<Scalars['Int']['output']>;
  readonly countPeople?: Maybe<Scalars['Int']['output']>;
  readonly countProjects?: Maybe<Scalars['Int']['output']>;
  readonly countTaskLabels?: Maybe<Scalars['Int']['output']>;
  readonly countTasks?: Maybe<Scalars['Int']['output']>;
  /**
   * The names of the files of a finished export, or null without one. It names some thousand contents: ask for the rest with the
   * last name as after, until the list is empty.
   */
  readonly exportFiles?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** A file of a finished export as base64, or null if there is none. A member who may export may read exports. */
  readonly exportPart?: Maybe<Scalars['String']['output']>;
  readonly getComment?: Maybe<Comment>;
  readonly getLabel?: Maybe<Label>;
  readonly getPerson?: Maybe<Person>;
  readonly getProject?: Maybe<Project>;
  readonly getTask?: Maybe<Task>;
  readonly getTaskLabel?: Maybe<TaskLabel>;
  /** When operators looked at the tenant, and why. */
  readonly impersonations: TenantImpersonationConnection;
  /** The invitations of the tenant, by age. */
  readonly invitations: TenantInvitationConnection;
  /** A job of this tenant, or null. */
  readonly job?: Maybe<TenantJob>;
  /** The jobs of this tenant. */
  readonly jobs: TenantJobConnection;
  readonly listComments?: Maybe<ModelCommentConnection>;
  readonly listLabels?: Maybe<ModelLabelConnection>;
  readonly listPeople?: Maybe<ModelPersonConnection>;
  readonly listProjects?: Maybe<ModelProjectConnection>;
  readonly listTaskLabels?: Maybe<ModelTaskLabelConnection>;
  readonly listTasks?: Maybe<ModelTaskConnection>;
  readonly me: Me;
  /** The members of the tenant, by id. */
  readonly members: TenantMemberConnection;
  /** The person card of the caller, found by username. */
  readonly myCard?: Maybe<Person>;
  /** Each model type, operation and role. */
  readonly permissionMatrix: ReadonlyArray<TenantPermission>;
  /** Counts the tasks of a project, the first thousand. Plans with reports have it. */
  readonly projectReport?: Maybe<ProjectReport>;
  readonly projectsByStatus?: Maybe<ModelProjectConnection>;
  /** The roles of the tenant. */
  readonly roles: ReadonlyArray<TenantRole>;
  /** The schedules of the application, by name. */
  readonly schedules: ReadonlyArray<TenantSchedule>;
  readonly taskLabelsByLabelId?: Maybe<ModelTaskLabelConnection>;
  readonly taskLabelsByTaskId?: Maybe<ModelTaskLabelConnection>;
  readonly tasksByAssignee?: Maybe<ModelTaskConnection>;
  readonly tasksByProject?: Maybe<ModelTaskConnection>;
  readonly tasksByStatus?: Maybe<ModelTaskConnection>;
  /** The tenant of the caller. */
  readonly tenant: Tenant;
  /** An upload of the caller that is under way, or null: its link, or the parts that have arrived. */
  readonly upload?: Maybe<Upload>;
  readonly webhook?: Maybe<TenantWebhook>;
  /** The deliveries to an endpoint, the newest first. A page can hold fewer than asked when few have the status. */
  readonly webhookDeliveries: TenantWebhookDeliveryConnection;
  readonly webhookDelivery?: Maybe<TenantWebhookDelivery>;
  /** The names of all events, such as Task.created: those of types with @webhook. */
  readonly webhookEvents: ReadonlyArray<Scalars['String']['output']>;
  /** The endpoints of the tenant. */
  readonly webhooks: TenantWebhookConnection;
};


export type QueryApiKeysArgs = {
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
};


export type QueryAuditEventsArgs = {
  filter?: InputMaybe<TenantAuditEventFilter>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
};


export type QueryCommentsByTaskArgs = {
  createdAt?: InputMaybe<ModelStringKeyConditionInput>;
  filter?: InputMaybe<ModelCommentFilterInput>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
  sortDirection?: InputMaybe<ModelSortDirection>;
  taskId: Scalars['ID']['input'];
};


export type QueryCountCommentsArgs = {
  filter?: InputMaybe<ModelCommentFilterInput>;
};


export type QueryCountLabelsArgs = {
  filter?: InputMaybe<ModelLabelFilterInput>;
};


export type QueryCountPeopleArgs = {
  filter?: InputMaybe<ModelPersonFilterInput>;
};


export type QueryCountProjectsArgs = {
  filter?: InputMaybe<ModelProjectFilterInput>;
};


export type QueryCountTaskLabelsArgs = {
  filter?: InputMaybe<ModelTaskLabelFilterInput>;
};


export type QueryCountTasksArgs = {
  filter?: InputMaybe<ModelTaskFilterInput>;
};


export type QueryExportFilesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  jobId: Scalars['ID']['input'];
};


export type QueryExportPartArgs = {
  jobId: Scalars['ID']['input'];
  name: Scalars['String']['input'];
};


export type QueryGetCommentArgs = {
  id: Scalars['ID']['input'];
};


export type QueryGetLabelArgs = {
  id: Scalars['ID']['input'];
};


export type QueryGetPersonArgs = {
  id: Scalars['ID']['input'];
};


export type QueryGetProjectArgs = {
  id: Scalars['ID']['input'];
};


export type QueryGetTaskArgs = {
  id: Scalars['ID']['input'];
};


export type QueryGetTaskLabelArgs = {
  id: Scalars['ID']['input'];
};


export type QueryImpersonationsArgs = {
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
};


export type QueryInvitationsArgs = {
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
};


export type QueryJobArgs = {
  id: Scalars['ID']['input'];
};


export type QueryJobsArgs = {
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
};


export type QueryListCommentsArgs = {
  filter?: InputMaybe<ModelCommentFilterInput>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
  sortDirection?: InputMaybe<ModelSortDirection>;
};


export type QueryListLabelsArgs = {
  filter?: InputMaybe<ModelLabelFilterInput>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
  sortDirection?: InputMaybe<ModelSortDirection>;
};


export type QueryListPeopleArgs = {
  filter?: InputMaybe<ModelPersonFilterInput>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
  sortDirection?: InputMaybe<ModelSortDirection>;
};


export type QueryListProjectsArgs = {
  filter?: InputMaybe<ModelProjectFilterInput>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
  sortDirection?: InputMaybe<ModelSortDirection>;
};


export type QueryListTaskLabelsArgs = {
  filter?: InputMaybe<ModelTaskLabelFilterInput>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
  sortDirection?: InputMaybe<ModelSortDirection>;
};


export type QueryListTasksArgs = {
  filter?: InputMaybe<ModelTaskFilterInput>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
  sortDirection?: InputMaybe<ModelSortDirection>;
};


export type QueryMembersArgs = {
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
};


export type QueryProjectReportArgs = {
  id: Scalars['ID']['input'];
};


export type QueryProjectsByStatusArgs = {
  filter?: InputMaybe<ModelProjectFilterInput>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  name?: InputMaybe<ModelStringKeyConditionInput>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
  sortDirection?: InputMaybe<ModelSortDirection>;
  status: ProjectStatus;
};


export type QueryTaskLabelsByLabelIdArgs = {
  filter?: InputMaybe<ModelTaskLabelFilterInput>;
  labelId: Scalars['ID']['input'];
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
  sortDirection?: InputMaybe<ModelSortDirection>;
};


export type QueryTaskLabelsByTaskIdArgs = {
  filter?: InputMaybe<ModelTaskLabelFilterInput>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
  sortDirection?: InputMaybe<ModelSortDirection>;
  taskId: Scalars['ID']['input'];
};


export type QueryTasksByAssigneeArgs = {
  assigneeId: Scalars['ID']['input'];
  dueDate?: InputMaybe<ModelStringKeyConditionInput>;
  filter?: InputMaybe<ModelTaskFilterInput>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
  sortDirection?: InputMaybe<ModelSortDirection>;
};


export type QueryTasksByProjectArgs = {
  filter?: InputMaybe<ModelTaskFilterInput>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
  projectId: Scalars['ID']['input'];
  sortDirection?: InputMaybe<ModelSortDirection>;
  statusDueDate?: InputMaybe<ModelTaskByProjectCompositeKeyConditionInput>;
};


export type QueryTasksByStatusArgs = {
  dueDate?: InputMaybe<ModelStringKeyConditionInput>;
  filter?: InputMaybe<ModelTaskFilterInput>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
  sortDirection?: InputMaybe<ModelSortDirection>;
  status: TaskStatus;
};


export type QueryUploadArgs = {
  id: Scalars['ID']['input'];
};


export type QueryWebhookArgs = {
  id: Scalars['ID']['input'];
};


export type QueryWebhookDeliveriesArgs = {
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
  status?: InputMaybe<TenantWebhookDeliveryStatus>;
  webhook: Scalars['ID']['input'];
};


export type QueryWebhookDeliveryArgs = {
  id: Scalars['ID']['input'];
};


export type QueryWebhooksArgs = {
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
};

export type Subscription = {
  readonly __typename?: 'Subscription';
  readonly onCreateComment?: Maybe<Comment>;
  readonly onCreateLabel?: Maybe<Label>;
  readonly onCreatePerson?: Maybe<Person>;
  readonly onCreateProject?: Maybe<Project>;
  readonly onCreateTask?: Maybe<Task>;
  readonly onCreateTaskLabel?: Maybe<TaskLabel>;
  readonly onDeleteComment?: Maybe<Comment>;
  readonly onDeleteLabel?: Maybe<Label>;
  readonly onDeletePerson?: Maybe<Person>;
  readonly onDeleteProject?: Maybe<Project>;
  readonly onDeleteTask?: Maybe<Task>;
  readonly onDeleteTaskLabel?: Maybe<TaskLabel>;
  readonly onUpdateComment?: Maybe<Comment>;
  readonly onUpdateLabel?: Maybe<Label>;
  readonly onUpdatePerson?: Maybe<Person>;
  readonly onUpdateProject?: Maybe<Project>;
  readonly onUpdateTask?: Maybe<Task>;
  readonly onUpdateTaskLabel?: Maybe<TaskLabel>;
};


export type SubscriptionOnCreateCommentArgs = {
  filter?: InputMaybe<ModelSubscriptionCommentFilterInput>;
  owner?: InputMaybe<Scalars['String']['input']>;
};


export type SubscriptionOnCreateLabelArgs = {
  filter?: InputMaybe<ModelSubscriptionLabelFilterInput>;
};


export type SubscriptionOnCreatePersonArgs = {
  filter?: InputMaybe<ModelSubscriptionPersonFilterInput>;
};


export type SubscriptionOnCreateProjectArgs = {
  filter?: InputMaybe<ModelSubscriptionProjectFilterInput>;
  owner?: InputMaybe<Scalars['String']['input']>;
};


export type SubscriptionOnCreateTaskArgs = {
  filter?: InputMaybe<ModelSubscriptionTaskFilterInput>;
  owner?: InputMaybe<Scalars['String']['input']>;
};


export type SubscriptionOnCreateTaskLabelArgs = {
  filter?: InputMaybe<ModelSubscriptionTaskLabelFilterInput>;
  owner?: InputMaybe<Scalars['String']['input']>;
};


export type SubscriptionOnDeleteCommentArgs = {
  filter?: InputMaybe<ModelSubscriptionCommentFilterInput>;
  owner?: InputMaybe<Scalars['String']['input']>;
};


export type SubscriptionOnDeleteLabelArgs = {
  filter?: InputMaybe<ModelSubscriptionLabelFilterInput>;
};


export type SubscriptionOnDeletePersonArgs = {
  filter?: InputMaybe<ModelSubscriptionPersonFilterInput>;
};


export type SubscriptionOnDeleteProjectArgs = {
  filter?: InputMaybe<ModelSubscriptionProjectFilterInput>;
  owner?: InputMaybe<Scalars['String']['input']>;
};


export type SubscriptionOnDeleteTaskArgs = {
  filter?: InputMaybe<ModelSubscriptionTaskFilterInput>;
  owner?: InputMaybe<Scalars['String']['input']>;
};


export type SubscriptionOnDeleteTaskLabelArgs = {
  filter?: InputMaybe<ModelSubscriptionTaskLabelFilterInput>;
  owner?: InputMaybe<Scalars['String']['input']>;
};


export type SubscriptionOnUpdateCommentArgs = {
  filter?: InputMaybe<ModelSubscriptionCommentFilterInput>;
  owner?: InputMaybe<Scalars['String']['input']>;
};


export type SubscriptionOnUpdateLabelArgs = {
  filter?: InputMaybe<ModelSubscriptionLabelFilterInput>;
};


export type SubscriptionOnUpdatePersonArgs = {
  filter?: InputMaybe<ModelSubscriptionPersonFilterInput>;
};


export type SubscriptionOnUpdateProjectArgs = {
  filter?: InputMaybe<ModelSubscriptionProjectFilterInput>;
  owner?: InputMaybe<Scalars['String']['input']>;
};


export type SubscriptionOnUpdateTaskArgs = {
  filter?: InputMaybe<ModelSubscriptionTaskFilterInput>;
  owner?: InputMaybe<Scalars['String']['input']>;
};


export type SubscriptionOnUpdateTaskLabelArgs = {
  filter?: InputMaybe<ModelSubscriptionTaskLabelFilterInput>;
  owner?: InputMaybe<Scalars['String']['input']>;
};

/** One thing to do. Members see all tasks, and change those that they own. */
export type Task = {
  readonly __typename?: 'Task';
  readonly assignee?: Maybe<Person>;
  readonly assigneeId?: Maybe<Scalars['ID']['output']>;
  readonly comments?: Maybe<ModelCommentConnection>;
  readonly createdAt: Scalars['AWSDateTime']['output'];
  readonly dueDate?: Maybe<Scalars['AWSDate']['output']>;
  readonly estimate?: Maybe<Scalars['Float']['output']>;
  readonly id: Scalars['ID']['output'];
  readonly labels?: Maybe<ModelTaskLabelConnection>;
  /** Counts the tasks of a tenant: ACME-42. */
  readonly number?: Maybe<Scalars['String']['output']>;
  readonly owner?: Maybe<Scalars['String']['output']>;
  readonly photos?: Maybe<ReadonlyArray<File>>;
  readonly project?: Maybe<Project>;
  readonly projectId: Scalars['ID']['output'];
  readonly status: TaskStatus;
  readonly title: Scalars['String']['output'];
  readonly updatedAt: Scalars['AWSDateTime']['output'];
};


/** One thing to do. Members see all tasks, and change those that they own. */
export type TaskCommentsArgs = {
  createdAt?: InputMaybe<ModelStringKeyConditionInput>;
  filter?: InputMaybe<ModelCommentFilterInput>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
  sortDirection?: InputMaybe<ModelSortDirection>;
};


/** One thing to do. Members see all tasks, and change those that they own. */
export type TaskLabelsArgs = {
  filter?: InputMaybe<ModelTaskLabelFilterInput>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
  sortDirection?: InputMaybe<ModelSortDirection>;
};

export type TaskLabel = {
  readonly __typename?: 'TaskLabel';
  readonly createdAt: Scalars['AWSDateTime']['output'];
  readonly id: Scalars['ID']['output'];
  readonly label: Label;
  readonly labelId: Scalars['ID']['output'];
  readonly owner?: Maybe<Scalars['String']['output']>;
  readonly task: Task;
  readonly taskId: Scalars['ID']['output'];
  readonly updatedAt: Scalars['AWSDateTime']['output'];
};

export type TaskStatus =
  | 'DOING'
  | 'DONE'
  | 'TODO';

/** A customer of the platform: all that the caller sees lies inside one. */
export type Tenant = {
  readonly __typename?: 'Tenant';
  readonly createdAt: Scalars['AWSDateTime']['output'];
  /** While it is being closed: when its data may be purged. */
  readonly graceEndsAt?: Maybe<Scalars['AWSDateTime']['output']>;
  readonly id: Scalars['ID']['output'];
  readonly name: Scalars['String']['output'];
  readonly plan: TenantPlan;
  readonly quota: TenantQuota;
  readonly settings: TenantSettings;
  readonly status: TenantStatus;
  /** Why it is suspended. */
  readonly statusReason?: Maybe<Scalars['String']['output']>;
  /** Usage of at most 366 days of UTC, such as from: "2026-01-01", to: "2026-01-31". */
  readonly usage: TenantUsage;
};


/** A customer of the platform: all that the caller sees lies inside one. */
export type TenantUsageArgs = {
  from: Scalars['AWSDate']['input'];
  to: Scalars['AWSDate']['input'];
};

/** The cause of an action: a member, an API key, an operator, or the platform itself. */
export type TenantActor = {
  readonly __typename?: 'TenantActor';
  readonly id: Scalars['ID']['output'];
  readonly name: Scalars['String']['output'];
  readonly type: TenantActorType;
};

export type TenantActorType =
  | 'apiKey'
  | 'operator'
  | 'system'
  | 'user';

/**
 * A key with which a machine acts inside the tenant that made it. It is sent in place of a token, as
 * "Authorization: Bearer tql_…".
 */
export type TenantApiKey = {
  readonly __typename?: 'TenantApiKey';
  readonly createdAt: Scalars['AWSDateTime']['output'];
  /** The id of who made it: a member, or a key as "key:" and its id. */
  readonly createdBy: Scalars['ID']['output'];
  readonly expiresAt: Scalars['AWSDateTime']['output'];
  /** What its text holds after "tql_". */
  readonly id: Scalars['ID']['output'];
  /** To the minute. */
  readonly lastUsedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  readonly name: Scalars['String']['output'];
  /** The id of the key that takes its place, once it was rotated. */
  readonly replacedBy?: Maybe<Scalars['ID']['output']>;
  readonly revokedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** Its roles: what @auth sees as groups. */
  readonly roles: ReadonlyArray<Scalars['String']['output']>;
  /** The most that it may do, as "Type:operation"; null: whatever its roles allow. */
  readonly scopes?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  readonly status: TenantApiKeyStatus;
};

export type TenantApiKeyConnection = {
  readonly __typename?: 'TenantApiKeyConnection';
  readonly items: ReadonlyArray<TenantApiKey>;
  readonly nextToken?: Maybe<Scalars['String']['output']>;
};

export type TenantApiKeyInput = {
  /** 1 to 365. */
  readonly expiresInDays?: Scalars['Int']['input'];
  /** 1 to 100 characters, for people. */
  readonly name: Scalars['String']['input'];
  readonly roles: ReadonlyArray<Scalars['String']['input']>;
  /** Permissions such as Task:read, *:read or Mutation:addTask. Left out: whatever the roles allow. */
  readonly scopes?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
};

export type TenantApiKeyStatus =
  | 'ACTIVE'
  | 'EXPIRED'
  | 'REVOKED';

/** Where the chain breaks first. */
export type TenantAuditBreak = {
  readonly __typename?: 'TenantAuditBreak';
  readonly kind: TenantAuditBreakKind;
  readonly seq: Scalars['Int']['output'];
  readonly why: Scalars['String']['output'];
};

export type TenantAuditBreakKind =
  | 'ALTERED'
  | 'HEAD'
  | 'MISPLACED'
  | 'MISSING'
  | 'TRUNCATED'
  | 'UNLINKED';

export type TenantAuditEntity = {
  readonly __typename?: 'TenantAuditEntity';
  readonly id: Scalars['ID']['output'];
  readonly type: Scalars['String']['output'];
};

/** An action, or a refused attempt at one, sealed into the chain of the tenant. */
export type TenantAuditEvent = {
  readonly __typename?: 'TenantAuditEvent';
  /** Such as "member.invited", or "Project.updated" for a type with @audit. */
  readonly action: Scalars['String']['output'];
  readonly actor: TenantActor;
  readonly at: Scalars['AWSDateTime']['output'];
  /** What changed, or why it was refused, as JSON. */
  readonly detail?: Maybe<Scalars['AWSJSON']['output']>;
  readonly entity?: Maybe<TenantAuditEntity>;
  /** Until when the event is kept; null: for good. */
  readonly expiresAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** SHA-256 of the text in UTF-8, as hex. */
  readonly hash: Scalars['String']['output'];
  readonly id: Scalars['ID']['output'];
  readonly ip?: Maybe<Scalars['String']['output']>;
  readonly outcome: TenantAuditOutcome;
  /** Until when the event before it is kept. */
  readonly prevExpiresAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** The hash of the event before it; empty for the first. */
  readonly prevHash: Scalars['String']['output'];
  readonly requestId?: Maybe<Scalars['String']['output']>;
  /** 1, 2, 3 … in the order of sealing. */
  readonly seq: Scalars['Int']['output'];
  /** The event in its canonical form: JSON with sorted names and without spaces (RFC 8785), the tenant's id included. */
  readonly text: Scalars['String']['output'];
};

export type TenantAuditEventConnection = {
  readonly __typename?: 'TenantAuditEventConnection';
  readonly items: ReadonlyArray<TenantAuditEvent>;
  readonly nextToken?: Maybe<Scalars['String']['output']>;
};

/** All that is given must fit. */
export type TenantAuditEventFilter = {
  readonly action?: InputMaybe<Scalars['String']['input']>;
  readonly actorId?: InputMaybe<Scalars['ID']['input']>;
  readonly entityId?: InputMaybe<Scalars['ID']['input']>;
  readonly entityType?: InputMaybe<Scalars['String']['input']>;
  /** At this time or later. */
  readonly from?: InputMaybe<Scalars['AWSDateTime']['input']>;
  readonly outcome?: InputMaybe<TenantAuditOutcome>;
  /** Before this time. */
  readonly to?: InputMaybe<Scalars['AWSDateTime']['input']>;
};

/** Where the chain ends. Keep the hash elsewhere: it proves the chain up to here. */
export type TenantAuditHead = {
  readonly __typename?: 'TenantAuditHead';
  readonly hash: Scalars['String']['output'];
  readonly seq: Scalars['Int']['output'];
};

export type TenantAuditIntegrity = {
  readonly __typename?: 'TenantAuditIntegrity';
  /** Events that were found sound. */
  readonly events: Scalars['Int']['output'];
  readonly firstBroken?: Maybe<TenantAuditBreak>;
  readonly head: TenantAuditHead;
  readonly ok: Scalars['Boolean']['output'];
};

export type TenantAuditOutcome =
  | 'DONE'
  | 'REFUSED';

/** An operator who looks at the tenant. They can change nothing in it. */
export type TenantImpersonation = {
  readonly __typename?: 'TenantImpersonation';
  readonly createdAt: Scalars['AWSDateTime']['output'];
  readonly expiresAt: Scalars['AWSDateTime']['output'];
  /** The id of the key that they use: revokeApiKey ends it at once. */
  readonly id: Scalars['ID']['output'];
  /** To the minute. */
  readonly lastUsedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  readonly operator: Scalars['String']['output'];
  /** Why, in their own words. */
  readonly reason: Scalars['String']['output'];
  readonly revokedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  readonly status: TenantApiKeyStatus;
};

export type TenantImpersonationConnection = {
  readonly __typename?: 'TenantImpersonationConnection';
  readonly items: ReadonlyArray<TenantImpersonation>;
  readonly nextToken?: Maybe<Scalars['String']['output']>;
};

/** An offer of a membership to a user who has its token and can prove the address. */
export type TenantInvitation = {
  readonly __typename?: 'TenantInvitation';
  readonly createdAt: Scalars['AWSDateTime']['output'];
  readonly email: Scalars['AWSEmail']['output'];
  readonly expiresAt: Scalars['AWSDateTime']['output'];
  readonly id: Scalars['ID']['output'];
  /** The id of the member who invited. */
  readonly invitedBy: Scalars['ID']['output'];
  readonly roles: ReadonlyArray<Scalars['String']['output']>;
  readonly status: TenantInvitationStatus;
};

export type TenantInvitationConnection = {
  readonly __typename?: 'TenantInvitationConnection';
  readonly items: ReadonlyArray<TenantInvitation>;
  readonly nextToken?: Maybe<Scalars['String']['output']>;
};

export type TenantInvitationInput = {
  /** Letter case does not count. */
  readonly email: Scalars['AWSEmail']['input'];
  readonly roles: ReadonlyArray<Scalars['String']['input']>;
};

/** An invitation with its token, which is shown this once: pass it on to the one who is invited. */
export type TenantInvitationSent = {
  readonly __typename?: 'TenantInvitationSent';
  readonly invitation: TenantInvitation;
  readonly token: Scalars['String']['output'];
};

export type TenantInvitationStatus =
  | 'ACCEPTED'
  | 'EXPIRED'
  | 'PENDING'
  | 'REVOKED';

/** Long work on the whole tenant. */
export type TenantJob = {
  readonly __typename?: 'TenantJob';
  readonly createdAt: Scalars['AWSDateTime']['output'];
  /** Rows done so far, and how many there are in all, as far as that is known. */
  readonly done: Scalars['Int']['output'];
  /** Why it failed. */
  readonly error?: Maybe<Scalars['String']['output']>;
  readonly id: Scalars['ID']['output'];
  readonly kind: TenantJobKind;
  /** From 0 to 1; null as long as it is unknown. */
  readonly progress?: Maybe<Scalars['Float']['output']>;
  /** What became of it, as a JSON object. */
  readonly result?: Maybe<Scalars['AWSJSON']['output']>;
  readonly status: TenantJobStatus;
  readonly total?: Maybe<Scalars['Int']['output']>;
  readonly updatedAt: Scalars['AWSDateTime']['output'];
};

export type TenantJobConnection = {
  readonly __typename?: 'TenantJobConnection';
  readonly items: ReadonlyArray<TenantJob>;
  readonly nextToken?: Maybe<Scalars['String']['output']>;
};

export type TenantJobKind =
  | 'EXPORT'
  | 'IMPORT'
  | 'MOVE'
  | 'PURGE';

export type TenantJobStatus =
  | 'DONE'
  | 'FAILED'
  | 'RUNNING'
  | 'WAITING';

/** The limits of a plan; null does not bind. */
export type TenantLimits = {
  readonly __typename?: 'TenantLimits';
  readonly auditRetentionDays?: Maybe<Scalars['Int']['output']>;
  /** Seconds of each rate that may be saved up for a burst. */
  readonly burstSeconds?: Maybe<Scalars['Float']['output']>;
  /** Sockets that are open at once. */
  readonly connections?: Maybe<Scalars['Int']['output']>;
  readonly costPerMonth?: Maybe<Scalars['Float']['output']>;
  /** Points of query cost. */
  readonly costPerSecond?: Maybe<Scalars['Float']['output']>;
  /** Messages that subscriptions are sent. */
  readonly eventsPerSecond?: Maybe<Scalars['Float']['output']>;
  readonly itemsPerModel?: Maybe<Scalars['Float']['output']>;
  /** Bytes of one answer. */
  readonly maxAnswerBytes?: Maybe<Scalars['Int']['output']>;
  /** Lists, counts and writes of one request. */
  readonly maxCalls?: Maybe<Scalars['Int']['output']>;
  /** How many fields deep an operation may be. */
  readonly maxDepth?: Maybe<Scalars['Int']['output']>;
  /** Fields that one request resolves. */
  readonly maxFields?: Maybe<Scalars['Int']['output']>;
  /** Rows and pages of one request. Null means the ceiling of every plan, as in the next three. */
  readonly maxObjects?: Maybe<Scalars['Int']['output']>;
  readonly requestsPerMonth?: Maybe<Scalars['Float']['output']>;
  readonly requestsPerSecond?: Maybe<Scalars['Float']['output']>;
  readonly seats?: Maybe<Scalars['Int']['output']>;
  /** Bytes of all files, also of uploads that are under way. */
  readonly storageBytes?: Maybe<Scalars['Float']['output']>;
  /** Subscriptions on one socket. Null means 100. */
  readonly subscriptionsPerConnection?: Maybe<Scalars['Int']['output']>;
  /** Endpoints of webhooks. Null means 100. */
  readonly webhooks?: Maybe<Scalars['Int']['output']>;
};

/** A user who belongs to the tenant. */
export type TenantMember = {
  readonly __typename?: 'TenantMember';
  readonly email: Scalars['AWSEmail']['output'];
  readonly joinedAt: Scalars['AWSDateTime']['output'];
  readonly roles: ReadonlyArray<Scalars['String']['output']>;
  readonly status: TenantMemberStatus;
  /** Cognito's sub. */
  readonly userId: Scalars['ID']['output'];
  readonly username: Scalars['String']['output'];
};

export type TenantMemberConnection = {
  readonly __typename?: 'TenantMemberConnection';
  readonly items: ReadonlyArray<TenantMember>;
  readonly nextToken?: Maybe<Scalars['String']['output']>;
};

export type TenantMemberStatus =
  | 'ACTIVE'
  /** Kept out, and takes no seat, until an administrator enables them again. */
  | 'DISABLED'
  /** Has just been removed, or has left. Only the answer to that has it. */
  | 'REMOVED';

/** A key that was just made. */
export type TenantNewApiKey = {
  readonly __typename?: 'TenantNewApiKey';
  readonly apiKey: TenantApiKey;
  /** The key itself. It is kept nowhere: this is the only time that it is shown. */
  readonly text: Scalars['String']['output'];
};

/** An endpoint with a new secret. */
export type TenantNewWebhook = {
  readonly __typename?: 'TenantNewWebhook';
  /** Verifies the signatures of deliveries: whsec_ and 32 bytes as base64. This is the only time that it is shown. */
  readonly secret: Scalars['String']['output'];
  readonly webhook: TenantWebhook;
};

export type TenantOperation =
  | 'CREATE'
  | 'DELETE'
  | 'READ'
  | 'UPDATE';

/** What one role may do with the rows of one type. */
export type TenantPermission = {
  readonly __typename?: 'TenantPermission';
  readonly operation: TenantOperation;
  readonly role: Scalars['String']['output'];
  readonly type: Scalars['String']['output'];
  readonly verdict: TenantVerdict;
};

/** What a tenant may use, its own overrides included. */
export type TenantPlan = {
  readonly __typename?: 'TenantPlan';
  /** The flags of @feature that are on. */
  readonly features: ReadonlyArray<Scalars['String']['output']>;
  readonly limits: TenantLimits;
  readonly name: Scalars['String']['output'];
};

/** What a tenant has used of its plan, as it was some seconds ago. */
export type TenantQuota = {
  readonly __typename?: 'TenantQuota';
  readonly costAvailable?: Maybe<Scalars['Float']['output']>;
  /** Points of query cost. */
  readonly costThisMonth?: Maybe<Scalars['Float']['output']>;
  /** What both buckets hold now; null without such a limit. */
  readonly requestsAvailable?: Maybe<Scalars['Float']['output']>;
  /** Null where the plan limits neither rates nor months: then nothing is counted here. */
  readonly requestsThisMonth?: Maybe<Scalars['Float']['output']>;
  /** When the month's sums begin anew. */
  readonly resetsAt: Scalars['AWSDateTime']['output'];
  readonly seatsUsed: Scalars['Int']['output'];
  /** Bytes of all files, also of uploads that are under way. */
  readonly storageBytesUsed: Scalars['Float']['output'];
};

/** A set of rights with a name: one of those that every tenant has, one of the schema, or one of the tenant's own. */
export type TenantRole = {
  readonly __typename?: 'TenantRole';
  readonly description?: Maybe<Scalars['String']['output']>;
  readonly kind: TenantRoleKind;
  readonly name: Scalars['String']['output'];
  /** What it may do without further conditions, as "Type:operation". What @auth says of rows is in permissionMatrix. */
  readonly permissions: ReadonlyArray<Scalars['String']['output']>;
};

export type TenantRoleChange = {
  readonly description?: InputMaybe<Scalars['String']['input']>;
  readonly permissions?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
};

export type TenantRoleInput = {
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** A letter, then letters, digits, - and _; at most 64. */
  readonly name: Scalars['String']['input'];
  /** At most 100, such as "Task:update", "Task:*" or "*:read". */
  readonly permissions: ReadonlyArray<Scalars['String']['input']>;
};

export type TenantRoleKind =
  /** Every tenant has it. */
  | 'BUILT_IN'
  /** The tenant made it. */
  | 'CUSTOM'
  /** A group that @auth of the schema names. */
  | 'DECLARED';

/** Work that the application does for the tenant at times. */
export type TenantSchedule = {
  readonly __typename?: 'TenantSchedule';
  /** Minute, hour, day of the month, month and day of the week. */
  readonly cron: Scalars['String']['output'];
  readonly description?: Maybe<Scalars['String']['output']>;
  /** Null if none has begun yet. */
  readonly lastRun?: Maybe<TenantScheduleRun>;
  readonly name: Scalars['String']['output'];
  /** Null while the tenant is not active: its schedules rest. */
  readonly nextRunAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** How often a run that failed is repeated. */
  readonly retries: Scalars['Int']['output'];
  /** The time zone of the expression, by its IANA name. */
  readonly timeZone: Scalars['String']['output'];
};

export type TenantScheduleRun = {
  readonly __typename?: 'TenantScheduleRun';
  /** How often it began. */
  readonly attempts: Scalars['Int']['output'];
  readonly endedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** Why the last attempt failed. */
  readonly error?: Maybe<Scalars['String']['output']>;
  /** Whether runSchedule asked for it. */
  readonly isManual: Scalars['Boolean']['output'];
  /** When it was due. */
  readonly slot: Scalars['AWSDateTime']['output'];
  readonly startedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  readonly status: TenantScheduleStatus;
};

export type TenantScheduleStatus =
  | 'DONE'
  | 'FAILED'
  /** It failed, and will be repeated. */
  | 'RETRYING'
  | 'RUNNING'
  /** It will begin. */
  | 'WAITING';

/** What the tenant decides itself. */
export type TenantSettings = {
  readonly __typename?: 'TenantSettings';
  /** Whether those who run the platform may look at the tenant, without changing anything. */
  readonly allowImpersonation: Scalars['Boolean']['output'];
  /** An object of the application's own, as JSON. */
  readonly custom: Scalars['AWSJSON']['output'];
};

/** What is left out stays as it is. */
export type TenantSettingsInput = {
  readonly allowImpersonation?: InputMaybe<Scalars['Boolean']['input']>;
  /** A JSON object of at most 16 KiB; it takes the place of the one before. */
  readonly custom?: InputMaybe<Scalars['AWSJSON']['input']>;
};

export type TenantStatus =
  | 'ACTIVE'
  | 'DELETED'
  /** Its data is being moved; it can be read, and changed again in a moment. */
  | 'MOVING'
  | 'OFFBOARDING'
  | 'PROVISIONING'
  | 'PURGING'
  | 'SUSPENDED';

/** What a tenant used from one day to another, both included. */
export type TenantUsage = {
  readonly __typename?: 'TenantUsage';
  /** Days with usage, in order. */
  readonly days: ReadonlyArray<TenantUsageDay>;
  readonly from: Scalars['AWSDate']['output'];
  /** At most 200, the costliest first; what others used is among "other". */
  readonly operations: ReadonlyArray<TenantUsageOperation>;
  readonly to: Scalars['AWSDate']['output'];
  readonly total: TenantUsageFigures;
};

export type TenantUsageDay = {
  readonly __typename?: 'TenantUsageDay';
  /** A day of UTC. */
  readonly day: Scalars['AWSDate']['output'];
  readonly figures: TenantUsageFigures;
};

/** What was counted; all of it adds up. */
export type TenantUsageFigures = {
  readonly __typename?: 'TenantUsageFigures';
  /** Bytes that were answered. */
  readonly bytes: Scalars['Float']['output'];
  /** Minutes that connections were open, each rounded up. */
  readonly connectionMinutes: Scalars['Float']['output'];
  /** Points of the cost model. */
  readonly cost: Scalars['Float']['output'];
  /** Requests whose answer holds an error. */
  readonly errors: Scalars['Float']['output'];
  /** Messages that subscriptions were sent, in parts of 32 KB. */
  readonly messages: Scalars['Float']['output'];
  /** Milliseconds of computing. */
  readonly ms: Scalars['Float']['output'];
  /** Read capacity units of the database. */
  readonly rcu: Scalars['Float']['output'];
  readonly requests: Scalars['Float']['output'];
  readonly rowsRead: Scalars['Float']['output'];
  readonly rowsWritten: Scalars['Float']['output'];
  /** Write capacity units of the database. */
  readonly wcu: Scalars['Float']['output'];
};

export type TenantUsageOperation = {
  readonly __typename?: 'TenantUsageOperation';
  readonly figures: TenantUsageFigures;
  /** The name that the client gave it, else its first root field; "connection" and "events" for sockets; "other" for what has neither, or is one of very many. */
  readonly operation: Scalars['String']['output'];
};

export type TenantVerdict =
  /** All rows. */
  | 'ALLOW'
  | 'DENY'
  /** Some rows: those of their own, or of their groups. */
  | 'OWN';

/** An endpoint that is sent changes of rows, as Standard Webhooks 1.0 describes it. */
export type TenantWebhook = {
  readonly __typename?: 'TenantWebhook';
  /**
   * By whose rights it hears: the caller who last chose its URL, its events or its payload, or who enabled it. It hears of the rows
   * that this caller may listen to, as long as the caller belongs to the tenant.
   */
  readonly actsAs: TenantActor;
  readonly createdAt: Scalars['AWSDateTime']['output'];
  readonly createdBy: TenantActor;
  readonly description: Scalars['String']['output'];
  /** Why it is disabled, as a sentence. */
  readonly disabledReason?: Maybe<Scalars['String']['output']>;
  /** Such as Task.created, Task.* or *: see webhookEvents. */
  readonly events: ReadonlyArray<Scalars['String']['output']>;
  readonly health: TenantWebhookHealth;
  readonly id: Scalars['ID']['output'];
  /** Until when deliveries are also signed with the secret before. */
  readonly oldSecretUntil?: Maybe<Scalars['AWSDateTime']['output']>;
  readonly payload: TenantWebhookPayload;
  readonly status: TenantWebhookStatus;
  readonly updatedAt: Scalars['AWSDateTime']['output'];
  readonly url: Scalars['String']['output'];
};

export type TenantWebhookAttempt = {
  readonly __typename?: 'TenantWebhookAttempt';
  readonly at: Scalars['AWSDateTime']['output'];
  readonly durationMs: Scalars['Int']['output'];
  /** Why it failed, as a sentence. */
  readonly error?: Maybe<Scalars['String']['output']>;
  /** The HTTP status of the answer; null if there was none. */
  readonly status?: Maybe<Scalars['Int']['output']>;
};

/** Absent members stay as they are. */
export type TenantWebhookChange = {
  readonly description?: InputMaybe<Scalars['String']['input']>;
  readonly events?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  readonly payload?: InputMaybe<TenantWebhookPayload>;
  readonly url?: InputMaybe<Scalars['String']['input']>;
};

export type TenantWebhookConnection = {
  readonly __typename?: 'TenantWebhookConnection';
  readonly items: ReadonlyArray<TenantWebhook>;
  readonly nextToken?: Maybe<Scalars['String']['output']>;
};

/** A message to an endpoint. It is kept for 30 days. */
export type TenantWebhookDelivery = {
  readonly __typename?: 'TenantWebhookDelivery';
  /** The last 12, the earliest first. */
  readonly attempts: ReadonlyArray<TenantWebhookAttempt>;
  readonly createdAt: Scalars['AWSDateTime']['output'];
  /** Such as Task.updated, or ping for a test. */
  readonly event: Scalars['String']['output'];
  /** The header webhook-id: the same in each attempt, and in replays. */
  readonly id: Scalars['ID']['output'];
  readonly nextAttemptAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** The body, for the caller by whose rights it was made; null for others. */
  readonly payload?: Maybe<Scalars['String']['output']>;
  readonly status: TenantWebhookDeliveryStatus;
  readonly webhook?: Maybe<TenantWebhook>;
};

export type TenantWebhookDeliveryConnection = {
  readonly __typename?: 'TenantWebhookDeliveryConnection';
  readonly items: ReadonlyArray<TenantWebhookDelivery>;
  readonly nextToken?: Maybe<Scalars['String']['output']>;
};

export type TenantWebhookDeliveryStatus =
  | 'DELIVERED'
  /** It is not sent again, unless it is replayed. */
  | 'FAILED'
  /** It is sent, or is sent again. */
  | 'PENDING';

/** How the last deliveries to an endpoint went. */
export type TenantWebhookHealth = {
  readonly __typename?: 'TenantWebhookHealth';
  /** When the first of them was. */
  readonly failingSince?: Maybe<Scalars['AWSDateTime']['output']>;
  /** Attempts in a row that failed. */
  readonly failures: Scalars['Int']['output'];
  /** When a delivery last succeeded. */
  readonly lastDeliveryAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** Until when the sender sends nothing to the endpoint. Then it tries one message, and the others if that one succeeds. */
  readonly pausedUntil?: Maybe<Scalars['AWSDateTime']['output']>;
};

export type TenantWebhookInput = {
  /** At most 300 characters, for people. */
  readonly description?: Scalars['String']['input'];
  /** Such as Task.created, Task.* or *: see webhookEvents. 1 to 100. */
  readonly events?: ReadonlyArray<Scalars['String']['input']>;
  readonly payload?: TenantWebhookPayload;
  /** https only, of a public host. */
  readonly url: Scalars['String']['input'];
};

export type TenantWebhookPayload =
  /** What the endpoint's caller may read of the row. */
  | 'FULL'
  /** The key of the row alone. */
  | 'THIN';

/** What came of a request to replay deliveries. */
export type TenantWebhookReplay = {
  readonly __typename?: 'TenantWebhookReplay';
  /** False if more failed deliveries follow: send the request again. */
  readonly complete: Scalars['Boolean']['output'];
  /** Deliveries that are sent again. */
  readonly replayed: Scalars['Int']['output'];
};

export type TenantWebhookStatus =
  | 'DISABLED'
  | 'ENABLED';

export type UpdateCommentInput = {
  readonly authorId?: InputMaybe<Scalars['ID']['input']>;
  readonly body?: InputMaybe<Scalars['String']['input']>;
  readonly createdAt?: InputMaybe<Scalars['AWSDateTime']['input']>;
  readonly id: Scalars['ID']['input'];
  readonly taskId?: InputMaybe<Scalars['ID']['input']>;
};

export type UpdateLabelInput = {
  readonly colour?: InputMaybe<Scalars['String']['input']>;
  readonly id: Scalars['ID']['input'];
  readonly name?: InputMaybe<Scalars['String']['input']>;
};

export type UpdatePersonInput = {
  readonly email?: InputMaybe<Scalars['AWSEmail']['input']>;
  readonly id: Scalars['ID']['input'];
  readonly name?: InputMaybe<Scalars['String']['input']>;
};

export type UpdateProjectInput = {
  readonly address?: InputMaybe<AddressInput>;
  /** The order, as a scan or a PDF. */
  readonly attachment?: InputMaybe<Scalars['ID']['input']>;
  /** What the project may cost; only admins see it. */
  readonly budget?: InputMaybe<Scalars['Int']['input']>;
  readonly description?: InputMaybe<Scalars['String']['input']>;
  readonly dueDate?: InputMaybe<Scalars['AWSDate']['input']>;
  readonly id: Scalars['ID']['input'];
  readonly name?: InputMaybe<Scalars['String']['input']>;
  readonly status?: InputMaybe<ProjectStatus>;
};

export type UpdateTaskInput = {
  readonly assigneeId?: InputMaybe<Scalars['ID']['input']>;
  readonly dueDate?: InputMaybe<Scalars['AWSDate']['input']>;
  readonly estimate?: InputMaybe<Scalars['Float']['input']>;
  readonly id: Scalars['ID']['input'];
  /** Counts the tasks of a tenant: ACME-42. */
  readonly number?: InputMaybe<Scalars['String']['input']>;
  readonly photos?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  readonly projectId?: InputMaybe<Scalars['ID']['input']>;
  readonly status?: InputMaybe<TaskStatus>;
  readonly title?: InputMaybe<Scalars['String']['input']>;
};

export type UpdateTaskLabelInput = {
  readonly id: Scalars['ID']['input'];
  readonly labelId?: InputMaybe<Scalars['ID']['input']>;
  readonly taskId?: InputMaybe<Scalars['ID']['input']>;
};

/** An upload that is under way. */
export type Upload = {
  readonly __typename?: 'Upload';
  /** When the link expires. The query upload gives another one. */
  readonly expiresAt?: Maybe<Scalars['AWSDateTime']['output']>;
  readonly file: File;
  readonly headers?: Maybe<ReadonlyArray<UploadHeader>>;
  readonly id: Scalars['ID']['output'];
  /** PUT if one request takes the whole content. Null if the content goes in parts. */
  readonly method?: Maybe<Scalars['String']['output']>;
  readonly partCount?: Maybe<Scalars['Int']['output']>;
  /** Bytes of each part but the last. Null if one request takes the whole content. */
  readonly partSize?: Maybe<Scalars['Float']['output']>;
  /** The numbers of the parts that have arrived, from 1. */
  readonly receivedParts?: Maybe<ReadonlyArray<Scalars['Int']['output']>>;
  /** Where the client sends the content, with these headers. Null if the content goes in parts. */
  readonly url?: Maybe<Scalars['AWSURL']['output']>;
};

/** A header that the client must send as it is, because the link is signed for it. */
export type UploadHeader = {
  readonly __typename?: 'UploadHeader';
  readonly name: Scalars['String']['output'];
  readonly value: Scalars['String']['output'];
};

/** What a client is going to upload. */
export type UploadInput = {
  /** Such as application/pdf. The content must be of this type. */
  readonly contentType: Scalars['String']['input'];
  /** Its field with @file, such as attachment. */
  readonly field: Scalars['String']['input'];
  /** 1 to 255 characters, without a path. */
  readonly name: Scalars['String']['input'];
  /** SHA-256 of the content as base64. Required up to 64 MB; a larger file has one for each part. */
  readonly sha256?: InputMaybe<Scalars['String']['input']>;
  /** Bytes. */
  readonly size: Scalars['Float']['input'];
  /** The type whose row will hold the file, such as Project. */
  readonly type: Scalars['String']['input'];
};

/** A link for one part of an upload. */
export type UploadPart = {
  readonly __typename?: 'UploadPart';
  readonly expiresAt: Scalars['AWSDateTime']['output'];
  readonly headers: ReadonlyArray<UploadHeader>;
  readonly number: Scalars['Int']['output'];
  readonly url: Scalars['AWSURL']['output'];
};

export type UploadPartInput = {
  /** From 1 to partCount. */
  readonly number: Scalars['Int']['input'];
  /** SHA-256 of the part as base64. */
  readonly sha256: Scalars['String']['input'];
};



export type ResolverTypeWrapper<T> = Promise<T> | T;


export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;





/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  AWSDate: ResolverTypeWrapper<Scalars['AWSDate']['output']>;
  AWSDateTime: ResolverTypeWrapper<Scalars['AWSDateTime']['output']>;
  AWSEmail: ResolverTypeWrapper<Scalars['AWSEmail']['output']>;
  AWSJSON: ResolverTypeWrapper<Scalars['AWSJSON']['output']>;
  AWSURL: ResolverTypeWrapper<Scalars['AWSURL']['output']>;
  AddTaskInput: AddTaskInput;
  Address: ResolverTypeWrapper<Address>;
  AddressInput: AddressInput;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Comment: ResolverTypeWrapper<CommentRowMapper>;
  CreateCommentInput: CreateCommentInput;
  CreateLabelInput: CreateLabelInput;
  CreatePersonInput: CreatePersonInput;
  CreateProjectInput: CreateProjectInput;
  CreateTaskInput: CreateTaskInput;
  CreateTaskLabelInput: CreateTaskLabelInput;
  DeleteCommentInput: DeleteCommentInput;
  DeleteLabelInput: DeleteLabelInput;
  DeletePersonInput: DeletePersonInput;
  DeleteProjectInput: DeleteProjectInput;
  DeleteTaskInput: DeleteTaskInput;
  DeleteTaskLabelInput: DeleteTaskLabelInput;
  File: ResolverTypeWrapper<File>;
  FileDisposition: FileDisposition;
  FileStatus: FileStatus;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Label: ResolverTypeWrapper<LabelRowMapper>;
  Me: ResolverTypeWrapper<Me>;
  ModelAttributeTypes: ModelAttributeTypes;
  ModelCommentConditionInput: ModelCommentConditionInput;
  ModelCommentConnection: ResolverTypeWrapper<Omit<ModelCommentConnection, 'items'> & { items: ReadonlyArray<ResolversTypes['Comment']> }>;
  ModelCommentFilterInput: ModelCommentFilterInput;
  ModelFloatInput: ModelFloatInput;
  ModelIDInput: ModelIDInput;
  ModelIntInput: ModelIntInput;
  ModelLabelConditionInput: ModelLabelConditionInput;
  ModelLabelConnection: ResolverTypeWrapper<Omit<ModelLabelConnection, 'items'> & { items: ReadonlyArray<ResolversTypes['Label']> }>;
  ModelLabelFilterInput: ModelLabelFilterInput;
  ModelPersonConditionInput: ModelPersonConditionInput;
  ModelPersonConnection: ResolverTypeWrapper<Omit<ModelPersonConnection, 'items'> & { items: ReadonlyArray<ResolversTypes['Person']> }>;
  ModelPersonFilterInput: ModelPersonFilterInput;
  ModelProjectConditionInput: ModelProjectConditionInput;
  ModelProjectConnection: ResolverTypeWrapper<Omit<ModelProjectConnection, 'items'> & { items: ReadonlyArray<ResolversTypes['Project']> }>;
  ModelProjectFilterInput: ModelProjectFilterInput;
  ModelProjectStatusInput: ModelProjectStatusInput;
  ModelSizeInput: ModelSizeInput;
  ModelSortDirection: ModelSortDirection;
  ModelStringInput: ModelStringInput;
  ModelStringKeyConditionInput: ModelStringKeyConditionInput;
  ModelSubscriptionCommentFilterInput: ModelSubscriptionCommentFilterInput;
  ModelSubscriptionFloatInput: ModelSubscriptionFloatInput;
  ModelSubscriptionIDInput: ModelSubscriptionIDInput;
  ModelSubscriptionIntInput: ModelSubscriptionIntInput;
  ModelSubscriptionLabelFilterInput: ModelSubscriptionLabelFilterInput;
  ModelSubscriptionPersonFilterInput: ModelSubscriptionPersonFilterInput;
  ModelSubscriptionProjectFilterInput: ModelSubscriptionProjectFilterInput;
  ModelSubscriptionStringInput: ModelSubscriptionStringInput;
  ModelSubscriptionTaskFilterInput: ModelSubscriptionTaskFilterInput;
  ModelSubscriptionTaskLabelFilterInput: ModelSubscriptionTaskLabelFilterInput;
  ModelTaskByProjectCompositeKeyConditionInput: ModelTaskByProjectCompositeKeyConditionInput;
  ModelTaskByProjectCompositeKeyInput: ModelTaskByProjectCompositeKeyInput;
  ModelTaskConditionInput: ModelTaskConditionInput;
  ModelTaskConnection: ResolverTypeWrapper<Omit<ModelTaskConnection, 'items'> & { items: ReadonlyArray<ResolversTypes['Task']> }>;
  ModelTaskFilterInput: ModelTaskFilterInput;
  ModelTaskLabelConditionInput: ModelTaskLabelConditionInput;
  ModelTaskLabelConnection: ResolverTypeWrapper<Omit<ModelTaskLabelConnection, 'items'> & { items: ReadonlyArray<ResolversTypes['TaskLabel']> }>;
  ModelTaskLabelFilterInput: ModelTaskLabelFilterInput;
  ModelTaskStatusInput: ModelTaskStatusInput;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  MyTenant: ResolverTypeWrapper<MyTenant>;
  Person: ResolverTypeWrapper<PersonRowMapper>;
  Project: ResolverTypeWrapper<ProjectRowMapper>;
  ProjectReport: ResolverTypeWrapper<ProjectReport>;
  ProjectStatus: ProjectStatus;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Task: ResolverTypeWrapper<TaskRowMapper>;
  TaskLabel: ResolverTypeWrapper<TaskLabelRowMapper>;
  TaskStatus: TaskStatus;
  Tenant: ResolverTypeWrapper<Tenant>;
  TenantActor: ResolverTypeWrapper<TenantActor>;
  TenantActorType: TenantActorType;
  TenantApiKey: ResolverTypeWrapper<TenantApiKey>;
  TenantApiKeyConnection: ResolverTypeWrapper<TenantApiKeyConnection>;
  TenantApiKeyInput: TenantApiKeyInput;
  TenantApiKeyStatus: TenantApiKeyStatus;
  TenantAuditBreak: ResolverTypeWrapper<TenantAuditBreak>;
  TenantAuditBreakKind: TenantAuditBreakKind;
  TenantAuditEntity: ResolverTypeWrapper<TenantAuditEntity>;
  TenantAuditEvent: ResolverTypeWrapper<TenantAuditEvent>;
  TenantAuditEventConnection: ResolverTypeWrapper<TenantAuditEventConnection>;
  TenantAuditEventFilter: TenantAuditEventFilter;
  TenantAuditHead: ResolverTypeWrapper<TenantAuditHead>;
  TenantAuditIntegrity: ResolverTypeWrapper<TenantAuditIntegrity>;
  TenantAuditOutcome: TenantAuditOutcome;
  TenantImpersonation: ResolverTypeWrapper<TenantImpersonation>;
  TenantImpersonationConnection: ResolverTypeWrapper<TenantImpersonationConnection>;
  TenantInvitation: ResolverTypeWrapper<TenantInvitation>;
  TenantInvitationConnection: ResolverTypeWrapper<TenantInvitationConnection>;
  TenantInvitationInput: TenantInvitationInput;
  TenantInvitationSent: ResolverTypeWrapper<TenantInvitationSent>;
  TenantInvitationStatus: TenantInvitationStatus;
  TenantJob: ResolverTypeWrapper<TenantJob>;
  TenantJobConnection: ResolverTypeWrapper<TenantJobConnection>;
  TenantJobKind: TenantJobKind;
  TenantJobStatus: TenantJobStatus;
  TenantLimits: ResolverTypeWrapper<TenantLimits>;
  TenantMember: ResolverTypeWrapper<TenantMember>;
  TenantMemberConnection: ResolverTypeWrapper<TenantMemberConnection>;
  TenantMemberStatus: TenantMemberStatus;
  TenantNewApiKey: ResolverTypeWrapper<TenantNewApiKey>;
  TenantNewWebhook: ResolverTypeWrapper<TenantNewWebhook>;
  TenantOperation: TenantOperation;
  TenantPermission: ResolverTypeWrapper<TenantPermission>;
  TenantPlan: ResolverTypeWrapper<TenantPlan>;
  TenantQuota: ResolverTypeWrapper<TenantQuota>;
  TenantRole: ResolverTypeWrapper<TenantRole>;
  TenantRoleChange: TenantRoleChange;
  TenantRoleInput: TenantRoleInput;
  TenantRoleKind: TenantRoleKind;
  TenantSchedule: ResolverTypeWrapper<TenantSchedule>;
  TenantScheduleRun: ResolverTypeWrapper<TenantScheduleRun>;
  TenantScheduleStatus: TenantScheduleStatus;
  TenantSettings: ResolverTypeWrapper<TenantSettings>;
  TenantSettingsInput: TenantSettingsInput;
  TenantStatus: TenantStatus;
  TenantUsage: ResolverTypeWrapper<TenantUsage>;
  TenantUsageDay: ResolverTypeWrapper<TenantUsageDay>;
  TenantUsageFigures: ResolverTypeWrapper<TenantUsageFigures>;
  TenantUsageOperation: ResolverTypeWrapper<TenantUsageOperation>;
  TenantVerdict: TenantVerdict;
  TenantWebhook: ResolverTypeWrapper<TenantWebhook>;
  TenantWebhookAttempt: ResolverTypeWrapper<TenantWebhookAttempt>;
  TenantWebhookChange: TenantWebhookChange;
  TenantWebhookConnection: ResolverTypeWrapper<TenantWebhookConnection>;
  TenantWebhookDelivery: ResolverTypeWrapper<TenantWebhookDelivery>;
  TenantWebhookDeliveryConnection: ResolverTypeWrapper<TenantWebhookDeliveryConnection>;
  TenantWebhookDeliveryStatus: TenantWebhookDeliveryStatus;
  TenantWebhookHealth: ResolverTypeWrapper<TenantWebhookHealth>;
  TenantWebhookInput: TenantWebhookInput;
  TenantWebhookPayload: TenantWebhookPayload;
  TenantWebhookReplay: ResolverTypeWrapper<TenantWebhookReplay>;
  TenantWebhookStatus: TenantWebhookStatus;
  UpdateCommentInput: UpdateCommentInput;
  UpdateLabelInput: UpdateLabelInput;
  UpdatePersonInput: UpdatePersonInput;
  UpdateProjectInput: UpdateProjectInput;
  UpdateTaskInput: UpdateTaskInput;
  UpdateTaskLabelInput: UpdateTaskLabelInput;
  Upload: ResolverTypeWrapper<Upload>;
  UploadHeader: ResolverTypeWrapper<UploadHeader>;
  UploadInput: UploadInput;
  UploadPart: ResolverTypeWrapper<UploadPart>;
  UploadPartInput: UploadPartInput;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AWSDate: Scalars['AWSDate']['output'];
  AWSDateTime: Scalars['AWSDateTime']['output'];
  AWSEmail: Scalars['AWSEmail']['output'];
  AWSJSON: Scalars['AWSJSON']['output'];
  AWSURL: Scalars['AWSURL']['output'];
  AddTaskInput: AddTaskInput;
  Address: Address;
  AddressInput: AddressInput;
  Boolean: Scalars['Boolean']['output'];
  Comment: CommentRowMapper;
  CreateCommentInput: CreateCommentInput;
  CreateLabelInput: CreateLabelInput;
  CreatePersonInput: CreatePersonInput;
  CreateProjectInput: CreateProjectInput;
  CreateTaskInput: CreateTaskInput;
  CreateTaskLabelInput: CreateTaskLabelInput;
  DeleteCommentInput: DeleteCommentInput;
  DeleteLabelInput: DeleteLabelInput;
  DeletePersonInput: DeletePersonInput;
  DeleteProjectInput: DeleteProjectInput;
  DeleteTaskInput: DeleteTaskInput;
  DeleteTaskLabelInput: DeleteTaskLabelInput;
  File: File;
  Float: Scalars['Float']['output'];
  ID: Scalars['ID']['output'];
  Int: Scalars['Int']['output'];
  Label: LabelRowMapper;
  Me: Me;
  ModelCommentConditionInput: ModelCommentConditionInput;
  ModelCommentConnection: Omit<ModelCommentConnection, 'items'> & { items: ReadonlyArray<ResolversParentTypes['Comment']> };
  ModelCommentFilterInput: ModelCommentFilterInput;
  ModelFloatInput: ModelFloatInput;
  ModelIDInput: ModelIDInput;
  ModelIntInput: ModelIntInput;
  ModelLabelConditionInput: ModelLabelConditionInput;
  ModelLabelConnection: Omit<ModelLabelConnection, 'items'> & { items: ReadonlyArray<ResolversParentTypes['Label']> };
  ModelLabelFilterInput: ModelLabelFilterInput;
  ModelPersonConditionInput: ModelPersonConditionInput;
  ModelPersonConnection: Omit<ModelPersonConnection, 'items'> & { items: ReadonlyArray<ResolversParentTypes['Person']> };
  ModelPersonFilterInput: ModelPersonFilterInput;
  ModelProjectConditionInput: ModelProjectConditionInput;
  ModelProjectConnection: Omit<ModelProjectConnection, 'items'> & { items: ReadonlyArray<ResolversParentTypes['Project']> };
  ModelProjectFilterInput: ModelProjectFilterInput;
  ModelProjectStatusInput: ModelProjectStatusInput;
  ModelSizeInput: ModelSizeInput;
  ModelStringInput: ModelStringInput;
  ModelStringKeyConditionInput: ModelStringKeyConditionInput;
  ModelSubscriptionCommentFilterInput: ModelSubscriptionCommentFilterInput;
  ModelSubscriptionFloatInput: ModelSubscriptionFloatInput;
  ModelSubscriptionIDInput: ModelSubscriptionIDInput;
  ModelSubscriptionIntInput: ModelSubscriptionIntInput;
  ModelSubscriptionLabelFilterInput: ModelSubscriptionLabelFilterInput;
  ModelSubscriptionPersonFilterInput: ModelSubscriptionPersonFilterInput;
  ModelSubscriptionProjectFilterInput: ModelSubscriptionProjectFilterInput;
  ModelSubscriptionStringInput: ModelSubscriptionStringInput;
  ModelSubscriptionTaskFilterInput: ModelSubscriptionTaskFilterInput;
  ModelSubscriptionTaskLabelFilterInput: ModelSubscriptionTaskLabelFilterInput;
  ModelTaskByProjectCompositeKeyConditionInput: ModelTaskByProjectCompositeKeyConditionInput;
  ModelTaskByProjectCompositeKeyInput: ModelTaskByProjectCompositeKeyInput;
  ModelTaskConditionInput: ModelTaskConditionInput;
  ModelTaskConnection: Omit<ModelTaskConnection, 'items'> & { items: ReadonlyArray<ResolversParentTypes['Task']> };
  ModelTaskFilterInput: ModelTaskFilterInput;
  ModelTaskLabelConditionInput: ModelTaskLabelConditionInput;
  ModelTaskLabelConnection: Omit<ModelTaskLabelConnection, 'items'> & { items: ReadonlyArray<ResolversParentTypes['TaskLabel']> };
  ModelTaskLabelFilterInput: ModelTaskLabelFilterInput;
  ModelTaskStatusInput: ModelTaskStatusInput;
  Mutation: Record<PropertyKey, never>;
  MyTenant: MyTenant;
  Person: PersonRowMapper;
  Project: ProjectRowMapper;
  ProjectReport: ProjectReport;
  Query: Record<PropertyKey, never>;
  String: Scalars['String']['output'];
  Subscription: Record<PropertyKey, never>;
  Task: TaskRowMapper;
  TaskLabel: TaskLabelRowMapper;
  Tenant: Tenant;
  TenantActor: TenantActor;
  TenantApiKey: TenantApiKey;
  TenantApiKeyConnection: TenantApiKeyConnection;
  TenantApiKeyInput: TenantApiKeyInput;
  TenantAuditBreak: TenantAuditBreak;
  TenantAuditEntity: TenantAuditEntity;
  TenantAuditEvent: TenantAuditEvent;
  TenantAuditEventConnection: TenantAuditEventConnection;
  TenantAuditEventFilter: TenantAuditEventFilter;
  TenantAuditHead: TenantAuditHead;
  TenantAuditIntegrity: TenantAuditIntegrity;
  TenantImpersonation: TenantImpersonation;
  TenantImpersonationConnection: TenantImpersonationConnection;
  TenantInvitation: TenantInvitation;
  TenantInvitationConnection: TenantInvitationConnection;
  TenantInvitationInput: TenantInvitationInput;
  TenantInvitationSent: TenantInvitationSent;
  TenantJob: TenantJob;
  TenantJobConnection: TenantJobConnection;
  TenantLimits: TenantLimits;
  TenantMember: TenantMember;
  TenantMemberConnection: TenantMemberConnection;
  TenantNewApiKey: TenantNewApiKey;
  TenantNewWebhook: TenantNewWebhook;
  TenantPermission: TenantPermission;
  TenantPlan: TenantPlan;
  TenantQuota: TenantQuota;
  TenantRole: TenantRole;
  TenantRoleChange: TenantRoleChange;
  TenantRoleInput: TenantRoleInput;
  TenantSchedule: TenantSchedule;
  TenantScheduleRun: TenantScheduleRun;
  TenantSettings: TenantSettings;
  TenantSettingsInput: TenantSettingsInput;
  TenantUsage: TenantUsage;
  TenantUsageDay: TenantUsageDay;
  TenantUsageFigures: TenantUsageFigures;
  TenantUsageOperation: TenantUsageOperation;
  TenantWebhook: TenantWebhook;
  TenantWebhookAttempt: TenantWebhookAttempt;
  TenantWebhookChange: TenantWebhookChange;
  TenantWebhookConnection: TenantWebhookConnection;
  TenantWebhookDelivery: TenantWebhookDelivery;
  TenantWebhookDeliveryConnection: TenantWebhookDeliveryConnection;
  TenantWebhookHealth: TenantWebhookHealth;
  TenantWebhookInput: TenantWebhookInput;
  TenantWebhookReplay: TenantWebhookReplay;
  UpdateCommentInput: UpdateCommentInput;
  UpdateLabelInput: UpdateLabelInput;
  UpdatePersonInput: UpdatePersonInput;
  UpdateProjectInput: UpdateProjectInput;
  UpdateTaskInput: UpdateTaskInput;
  UpdateTaskLabelInput: UpdateTaskLabelInput;
  Upload: Upload;
  UploadHeader: UploadHeader;
  UploadInput: UploadInput;
  UploadPart: UploadPart;
  UploadPartInput: UploadPartInput;
};

export interface AWSDateScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['AWSDate'], any> {
  name: 'AWSDate';
}

export interface AWSDateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['AWSDateTime'], any> {
  name: 'AWSDateTime';
}

export interface AWSEmailScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['AWSEmail'], any> {
  name: 'AWSEmail';
}

export interface AWSJSONScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['AWSJSON'], any> {
  name: 'AWSJSON';
}

export interface AWSURLScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['AWSURL'], any> {
  name: 'AWSURL';
}

export type AddressResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Address'] = ResolversParentTypes['Address']> = {
  city?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  country?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  street?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type CommentResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Comment'] = ResolversParentTypes['Comment']> = {
  author?: Resolver<Maybe<ResolversTypes['Person']>, ParentType, ContextType>;
  authorId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  body?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  owner?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  task?: Resolver<Maybe<ResolversTypes['Task']>, ParentType, ContextType>;
  taskId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
};

export type FileResolvers<ContextType = Context, ParentType extends ResolversParentTypes['File'] = ResolversParentTypes['File']> = {
  contentType?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
  height?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  sha256?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  size?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['FileStatus'], ParentType, ContextType>;
  thumbnail?: Resolver<Maybe<ResolversTypes['AWSURL']>, ParentType, ContextType, RequireFields<FileThumbnailArgs, 'width'>>;
  uploadedBy?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  url?: Resolver<Maybe<ResolversTypes['AWSURL']>, ParentType, ContextType, RequireFields<FileUrlArgs, 'disposition' | 'expiresIn'>>;
  width?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type LabelResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Label'] = ResolversParentTypes['Label']> = {
  colour?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  tasks?: Resolver<Maybe<ResolversTypes['ModelTaskLabelConnection']>, ParentType, ContextType, Partial<LabelTasksArgs>>;
  updatedAt?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
};

export type MeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Me'] = ResolversParentTypes['Me']> = {
  email?: Resolver<Maybe<ResolversTypes['AWSEmail']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  permissions?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  roles?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  tenants?: Resolver<Maybe<ReadonlyArray<ResolversTypes['MyTenant']>>, ParentType, ContextType>;
  username?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ModelCommentConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ModelCommentConnection'] = ResolversParentTypes['ModelCommentConnection']> = {
  items?: Resolver<ReadonlyArray<ResolversTypes['Comment']>, ParentType, ContextType>;
  nextToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type ModelLabelConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ModelLabelConnection'] = ResolversParentTypes['ModelLabelConnection']> = {
  items?: Resolver<ReadonlyArray<ResolversTypes['Label']>, ParentType, ContextType>;
  nextToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type ModelPersonConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ModelPersonConnection'] = ResolversParentTypes['ModelPersonConnection']> = {
  items?: Resolver<ReadonlyArray<ResolversTypes['Person']>, ParentType, ContextType>;
  nextToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type ModelProjectConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ModelProjectConnection'] = ResolversParentTypes['ModelProjectConnection']> = {
  items?: Resolver<ReadonlyArray<ResolversTypes['Project']>, ParentType, ContextType>;
  nextToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type ModelTaskConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ModelTaskConnection'] = ResolversParentTypes['ModelTaskConnection']> = {
  items?: Resolver<ReadonlyArray<ResolversTypes['Task']>, ParentType, ContextType>;
  nextToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type ModelTaskLabelConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ModelTaskLabelConnection'] = ResolversParentTypes['ModelTaskLabelConnection']> = {
  items?: Resolver<ReadonlyArray<ResolversTypes['TaskLabel']>, ParentType, ContextType>;
  nextToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  acceptInvitation?: Resolver<ResolversTypes['MyTenant'], ParentType, ContextType, RequireFields<MutationAcceptInvitationArgs, 'token'>>;
  addTask?: Resolver<Maybe<ResolversTypes['Task']>, ParentType, ContextType, RequireFields<MutationAddTaskArgs, 'input'>>;
  cancelUpload?: Resolver<ResolversTypes['File'], ParentType, ContextType, RequireFields<MutationCancelUploadArgs, 'id'>>;
  closeProject?: Resolver<Maybe<ResolversTypes['Project']>, ParentType, ContextType, RequireFields<MutationCloseProjectArgs, 'id'>>;
  completeUpload?: Resolver<ResolversTypes['File'], ParentType, ContextType, RequireFields<MutationCompleteUploadArgs, 'id'>>;
  createApiKey?: Resolver<ResolversTypes['TenantNewApiKey'], ParentType, ContextType, RequireFields<MutationCreateApiKeyArgs, 'input'>>;
  createComment?: Resolver<Maybe<ResolversTypes['Comment']>, ParentType, ContextType, RequireFields<MutationCreateCommentArgs, 'input'>>;
  createComments?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Comment']>>, ParentType, ContextType, RequireFields<MutationCreateCommentsArgs, 'input'>>;
  createLabel?: Resolver<Maybe<ResolversTypes['Label']>, ParentType, ContextType, RequireFields<MutationCreateLabelArgs, 'input'>>;
  createLabels?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Label']>>, ParentType, ContextType, RequireFields<MutationCreateLabelsArgs, 'input'>>;
  createPeople?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Person']>>, ParentType, ContextType, RequireFields<MutationCreatePeopleArgs, 'input'>>;
  createPerson?: Resolver<Maybe<ResolversTypes['Person']>, ParentType, ContextType, RequireFields<MutationCreatePersonArgs, 'input'>>;
  createProject?: Resolver<Maybe<ResolversTypes['Project']>, ParentType, ContextType, RequireFields<MutationCreateProjectArgs, 'input'>>;
  createProjects?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Project']>>, ParentType, ContextType, RequireFields<MutationCreateProjectsArgs, 'input'>>;
  createRole?: Resolver<ResolversTypes['TenantRole'], ParentType, ContextType, RequireFields<MutationCreateRoleArgs, 'input'>>;
  createTask?: Resolver<Maybe<ResolversTypes['Task']>, ParentType, ContextType, RequireFields<MutationCreateTaskArgs, 'input'>>;
  createTaskLabel?: Resolver<Maybe<ResolversTypes['TaskLabel']>, ParentType, ContextType, RequireFields<MutationCreateTaskLabelArgs, 'input'>>;
  createTaskLabels?: Resolver<Maybe<ReadonlyArray<ResolversTypes['TaskLabel']>>, ParentType, ContextType, RequireFields<MutationCreateTaskLabelsArgs, 'input'>>;
  createTasks?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Task']>>, ParentType, ContextType, RequireFields<MutationCreateTasksArgs, 'input'>>;
  createUpload?: Resolver<ResolversTypes['Upload'], ParentType, ContextType, RequireFields<MutationCreateUploadArgs, 'input'>>;
  createWebhook?: Resolver<ResolversTypes['TenantNewWebhook'], ParentType, ContextType, RequireFields<MutationCreateWebhookArgs, 'input'>>;
  deleteComment?: Resolver<Maybe<ResolversTypes['Comment']>, ParentType, ContextType, RequireFields<MutationDeleteCommentArgs, 'input'>>;
  deleteComments?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Comment']>>, ParentType, ContextType, RequireFields<MutationDeleteCommentsArgs, 'input'>>;
  deleteLabel?: Resolver<Maybe<ResolversTypes['Label']>, ParentType, ContextType, RequireFields<MutationDeleteLabelArgs, 'input'>>;
  deleteLabels?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Label']>>, ParentType, ContextType, RequireFields<MutationDeleteLabelsArgs, 'input'>>;
  deletePeople?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Person']>>, ParentType, ContextType, RequireFields<MutationDeletePeopleArgs, 'input'>>;
  deletePerson?: Resolver<Maybe<ResolversTypes['Person']>, ParentType, ContextType, RequireFields<MutationDeletePersonArgs, 'input'>>;
  deleteProject?: Resolver<Maybe<ResolversTypes['Project']>, ParentType, ContextType, RequireFields<MutationDeleteProjectArgs, 'input'>>;
  deleteProjects?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Project']>>, ParentType, ContextType, RequireFields<MutationDeleteProjectsArgs, 'input'>>;
  deleteRole?: Resolver<ResolversTypes['TenantRole'], ParentType, ContextType, RequireFields<MutationDeleteRoleArgs, 'name'>>;
  deleteTask?: Resolver<Maybe<ResolversTypes['Task']>, ParentType, ContextType, RequireFields<MutationDeleteTaskArgs, 'input'>>;
  deleteTaskLabel?: Resolver<Maybe<ResolversTypes['TaskLabel']>, ParentType, ContextType, RequireFields<MutationDeleteTaskLabelArgs, 'input'>>;
  deleteTaskLabels?: Resolver<Maybe<ReadonlyArray<ResolversTypes['TaskLabel']>>, ParentType, ContextType, RequireFields<MutationDeleteTaskLabelsArgs, 'input'>>;
  deleteTasks?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Task']>>, ParentType, ContextType, RequireFields<MutationDeleteTasksArgs, 'input'>>;
  deleteWebhook?: Resolver<ResolversTypes['TenantWebhook'], ParentType, ContextType, RequireFields<MutationDeleteWebhookArgs, 'id'>>;
  disableMember?: Resolver<ResolversTypes['TenantMember'], ParentType, ContextType, RequireFields<MutationDisableMemberArgs, 'userId'>>;
  disableWebhook?: Resolver<ResolversTypes['TenantWebhook'], ParentType, ContextType, RequireFields<MutationDisableWebhookArgs, 'id'>>;
  enableMember?: Resolver<ResolversTypes['TenantMember'], ParentType, ContextType, RequireFields<MutationEnableMemberArgs, 'userId'>>;
  enableWebhook?: Resolver<ResolversTypes['TenantWebhook'], ParentType, ContextType, RequireFields<MutationEnableWebhookArgs, 'id'>>;
  inviteMember?: Resolver<ResolversTypes['TenantInvitationSent'], ParentType, ContextType, RequireFields<MutationInviteMemberArgs, 'input'>>;
  leaveTenant?: Resolver<ResolversTypes['TenantMember'], ParentType, ContextType>;
  removeMember?: Resolver<ResolversTypes['TenantMember'], ParentType, ContextType, RequireFields<MutationRemoveMemberArgs, 'userId'>>;
  replayWebhookDeliveries?: Resolver<ResolversTypes['TenantWebhookReplay'], ParentType, ContextType, RequireFields<MutationReplayWebhookDeliveriesArgs, 'since' | 'webhook'>>;
  replayWebhookDelivery?: Resolver<ResolversTypes['TenantWebhookDelivery'], ParentType, ContextType, RequireFields<MutationReplayWebhookDeliveryArgs, 'id'>>;
  requestExport?: Resolver<ResolversTypes['TenantJob'], ParentType, ContextType>;
  resendInvitation?: Resolver<ResolversTypes['TenantInvitationSent'], ParentType, ContextType, RequireFields<MutationResendInvitationArgs, 'id'>>;
  revokeApiKey?: Resolver<ResolversTypes['TenantApiKey'], ParentType, ContextType, RequireFields<MutationRevokeApiKeyArgs, 'id'>>;
  revokeInvitation?: Resolver<ResolversTypes['TenantInvitation'], ParentType, ContextType, RequireFields<MutationRevokeInvitationArgs, 'id'>>;
  rotateApiKey?: Resolver<ResolversTypes['TenantNewApiKey'], ParentType, ContextType, RequireFields<MutationRotateApiKeyArgs, 'id' | 'overlapHours'>>;
  rotateWebhookSecret?: Resolver<ResolversTypes['TenantNewWebhook'], ParentType, ContextType, RequireFields<MutationRotateWebhookSecretArgs, 'id' | 'overlapHours'>>;
  runSchedule?: Resolver<ResolversTypes['TenantSchedule'], ParentType, ContextType, RequireFields<MutationRunScheduleArgs, 'name'>>;
  sendTestWebhook?: Resolver<ResolversTypes['TenantWebhookDelivery'], ParentType, ContextType, RequireFields<MutationSendTestWebhookArgs, 'id'>>;
  setMemberRoles?: Resolver<ResolversTypes['TenantMember'], ParentType, ContextType, RequireFields<MutationSetMemberRolesArgs, 'roles' | 'userId'>>;
  signUploadParts?: Resolver<ReadonlyArray<ResolversTypes['UploadPart']>, ParentType, ContextType, RequireFields<MutationSignUploadPartsArgs, 'id' | 'parts'>>;
  transferOwnership?: Resolver<ResolversTypes['TenantMember'], ParentType, ContextType, RequireFields<MutationTransferOwnershipArgs, 'userId'>>;
  updateComment?: Resolver<Maybe<ResolversTypes['Comment']>, ParentType, ContextType, RequireFields<MutationUpdateCommentArgs, 'input'>>;
  updateComments?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Comment']>>, ParentType, ContextType, RequireFields<MutationUpdateCommentsArgs, 'input'>>;
  updateLabel?: Resolver<Maybe<ResolversTypes['Label']>, ParentType, ContextType, RequireFields<MutationUpdateLabelArgs, 'input'>>;
  updateLabels?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Label']>>, ParentType, ContextType, RequireFields<MutationUpdateLabelsArgs, 'input'>>;
  updatePeople?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Person']>>, ParentType, ContextType, RequireFields<MutationUpdatePeopleArgs, 'input'>>;
  updatePerson?: Resolver<Maybe<ResolversTypes['Person']>, ParentType, ContextType, RequireFields<MutationUpdatePersonArgs, 'input'>>;
  updateProject?: Resolver<Maybe<ResolversTypes['Project']>, ParentType, ContextType, RequireFields<MutationUpdateProjectArgs, 'input'>>;
  updateProjects?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Project']>>, ParentType, ContextType, RequireFields<MutationUpdateProjectsArgs, 'input'>>;
  updateRole?: Resolver<ResolversTypes['TenantRole'], ParentType, ContextType, RequireFields<MutationUpdateRoleArgs, 'input' | 'name'>>;
  updateTask?: Resolver<Maybe<ResolversTypes['Task']>, ParentType, ContextType, RequireFields<MutationUpdateTaskArgs, 'input'>>;
  updateTaskLabel?: Resolver<Maybe<ResolversTypes['TaskLabel']>, ParentType, ContextType, RequireFields<MutationUpdateTaskLabelArgs, 'input'>>;
  updateTaskLabels?: Resolver<Maybe<ReadonlyArray<ResolversTypes['TaskLabel']>>, ParentType, ContextType, RequireFields<MutationUpdateTaskLabelsArgs, 'input'>>;
  updateTasks?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Task']>>, ParentType, ContextType, RequireFields<MutationUpdateTasksArgs, 'input'>>;
  updateTenantSettings?: Resolver<ResolversTypes['Tenant'], ParentType, ContextType, RequireFields<MutationUpdateTenantSettingsArgs, 'input'>>;
  updateWebhook?: Resolver<ResolversTypes['TenantWebhook'], ParentType, ContextType, RequireFields<MutationUpdateWebhookArgs, 'id' | 'input'>>;
};

export type MyTenantResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MyTenant'] = ResolversParentTypes['MyTenant']> = {
  active?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  roles?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['TenantStatus'], ParentType, ContextType>;
};

export type PersonResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Person'] = ResolversParentTypes['Person']> = {
  createdAt?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
  email?: Resolver<Maybe<ResolversTypes['AWSEmail']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  tasks?: Resolver<Maybe<ResolversTypes['ModelTaskConnection']>, ParentType, ContextType, Partial<PersonTasksArgs>>;
  updatedAt?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
};

export type ProjectResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Project'] = ResolversParentTypes['Project']> = {
  address?: Resolver<Maybe<ResolversTypes['Address']>, ParentType, ContextType>;
  attachment?: Resolver<Maybe<ResolversTypes['File']>, ParentType, ContextType>;
  budget?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  dueDate?: Resolver<Maybe<ResolversTypes['AWSDate']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  owner?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  progress?: Resolver<ResolversTypes['Float'], ParentType, ContextType, RequireFields<ProjectProgressArgs, 'decimals'>>;
  status?: Resolver<ResolversTypes['ProjectStatus'], ParentType, ContextType>;
  tasks?: Resolver<Maybe<ResolversTypes['ModelTaskConnection']>, ParentType, ContextType, Partial<ProjectTasksArgs>>;
  updatedAt?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
};

export type ProjectReportResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ProjectReport'] = ResolversParentTypes['ProjectReport']> = {
  done?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  late?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  tasks?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  apiKeys?: Resolver<ResolversTypes['TenantApiKeyConnection'], ParentType, ContextType, Partial<QueryApiKeysArgs>>;
  auditEvents?: Resolver<ResolversTypes['TenantAuditEventConnection'], ParentType, ContextType, Partial<QueryAuditEventsArgs>>;
  auditIntegrity?: Resolver<ResolversTypes['TenantAuditIntegrity'], ParentType, ContextType>;
  commentsByTask?: Resolver<Maybe<ResolversTypes['ModelCommentConnection']>, ParentType, ContextType, RequireFields<QueryCommentsByTaskArgs, 'taskId'>>;
  countComments?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType, Partial<QueryCountCommentsArgs>>;
  countLabels?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType, Partial<QueryCountLabelsArgs>>;
  countPeople?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType, Partial<QueryCountPeopleArgs>>;
  countProjects?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType, Partial<QueryCountProjectsArgs>>;
  countTaskLabels?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType, Partial<QueryCountTaskLabelsArgs>>;
  countTasks?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType, Partial<QueryCountTasksArgs>>;
  exportFiles?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType, RequireFields<QueryExportFilesArgs, 'jobId'>>;
  exportPart?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType, RequireFields<QueryExportPartArgs, 'jobId' | 'name'>>;
  getComment?: Resolver<Maybe<ResolversTypes['Comment']>, ParentType, ContextType, RequireFields<QueryGetCommentArgs, 'id'>>;
  getLabel?: Resolver<Maybe<ResolversTypes['Label']>, ParentType, ContextType, RequireFields<QueryGetLabelArgs, 'id'>>;
  getPerson?: Resolver<Maybe<ResolversTypes['Person']>, ParentType, ContextType, RequireFields<QueryGetPersonArgs, 'id'>>;
  getProject?: Resolver<Maybe<ResolversTypes['Project']>, ParentType, ContextType, RequireFields<QueryGetProjectArgs, 'id'>>;
  getTask?: Resolver<Maybe<ResolversTypes['Task']>, ParentType, ContextType, RequireFields<QueryGetTaskArgs, 'id'>>;
  getTaskLabel?: Resolver<Maybe<ResolversTypes['TaskLabel']>, ParentType, ContextType, RequireFields<QueryGetTaskLabelArgs, 'id'>>;
  impersonations?: Resolver<ResolversTypes['TenantImpersonationConnection'], ParentType, ContextType, Partial<QueryImpersonationsArgs>>;
  invitations?: Resolver<ResolversTypes['TenantInvitationConnection'], ParentType, ContextType, Partial<QueryInvitationsArgs>>;
  job?: Resolver<Maybe<ResolversTypes['TenantJob']>, ParentType, ContextType, RequireFields<QueryJobArgs, 'id'>>;
  jobs?: Resolver<ResolversTypes['TenantJobConnection'], ParentType, ContextType, Partial<QueryJobsArgs>>;
  listComments?: Resolver<Maybe<ResolversTypes['ModelCommentConnection']>, ParentType, ContextType, Partial<QueryListCommentsArgs>>;
  listLabels?: Resolver<Maybe<ResolversTypes['ModelLabelConnection']>, ParentType, ContextType, Partial<QueryListLabelsArgs>>;
  listPeople?: Resolver<Maybe<ResolversTypes['ModelPersonConnection']>, ParentType, ContextType, Partial<QueryListPeopleArgs>>;
  listProjects?: Resolver<Maybe<ResolversTypes['ModelProjectConnection']>, ParentType, ContextType, Partial<QueryListProjectsArgs>>;
  listTaskLabels?: Resolver<Maybe<ResolversTypes['ModelTaskLabelConnection']>, ParentType, ContextType, Partial<QueryListTaskLabelsArgs>>;
  listTasks?: Resolver<Maybe<ResolversTypes['ModelTaskConnection']>, ParentType, ContextType, Partial<QueryListTasksArgs>>;
  me?: Resolver<ResolversTypes['Me'], ParentType, ContextType>;
  members?: Resolver<ResolversTypes['TenantMemberConnection'], ParentType, ContextType, Partial<QueryMembersArgs>>;
  myCard?: Resolver<Maybe<ResolversTypes['Person']>, ParentType, ContextType>;
  permissionMatrix?: Resolver<ReadonlyArray<ResolversTypes['TenantPermission']>, ParentType, ContextType>;
  projectReport?: Resolver<Maybe<ResolversTypes['ProjectReport']>, ParentType, ContextType, RequireFields<QueryProjectReportArgs, 'id'>>;
  projectsByStatus?: Resolver<Maybe<ResolversTypes['ModelProjectConnection']>, ParentType, ContextType, RequireFields<QueryProjectsByStatusArgs, 'status'>>;
  roles?: Resolver<ReadonlyArray<ResolversTypes['TenantRole']>, ParentType, ContextType>;
  schedules?: Resolver<ReadonlyArray<ResolversTypes['TenantSchedule']>, ParentType, ContextType>;
  taskLabelsByLabelId?: Resolver<Maybe<ResolversTypes['ModelTaskLabelConnection']>, ParentType, ContextType, RequireFields<QueryTaskLabelsByLabelIdArgs, 'labelId'>>;
  taskLabelsByTaskId?: Resolver<Maybe<ResolversTypes['ModelTaskLabelConnection']>, ParentType, ContextType, RequireFields<QueryTaskLabelsByTaskIdArgs, 'taskId'>>;
  tasksByAssignee?: Resolver<Maybe<ResolversTypes['ModelTaskConnection']>, ParentType, ContextType, RequireFields<QueryTasksByAssigneeArgs, 'assigneeId'>>;
  tasksByProject?: Resolver<Maybe<ResolversTypes['ModelTaskConnection']>, ParentType, ContextType, RequireFields<QueryTasksByProjectArgs, 'projectId'>>;
  tasksByStatus?: Resolver<Maybe<ResolversTypes['ModelTaskConnection']>, ParentType, ContextType, RequireFields<QueryTasksByStatusArgs, 'status'>>;
  tenant?: Resolver<ResolversTypes['Tenant'], ParentType, ContextType>;
  upload?: Resolver<Maybe<ResolversTypes['Upload']>, ParentType, ContextType, RequireFields<QueryUploadArgs, 'id'>>;
  webhook?: Resolver<Maybe<ResolversTypes['TenantWebhook']>, ParentType, ContextType, RequireFields<QueryWebhookArgs, 'id'>>;
  webhookDeliveries?: Resolver<ResolversTypes['TenantWebhookDeliveryConnection'], ParentType, ContextType, RequireFields<QueryWebhookDeliveriesArgs, 'webhook'>>;
  webhookDelivery?: Resolver<Maybe<ResolversTypes['TenantWebhookDelivery']>, ParentType, ContextType, RequireFields<QueryWebhookDeliveryArgs, 'id'>>;
  webhookEvents?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  webhooks?: Resolver<ResolversTypes['TenantWebhookConnection'], ParentType, ContextType, Partial<QueryWebhooksArgs>>;
};

export type SubscriptionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  onCreateComment?: SubscriptionResolver<Maybe<ResolversTypes['Comment']>, "onCreateComment", ParentType, ContextType, Partial<SubscriptionOnCreateCommentArgs>>;
  onCreateLabel?: SubscriptionResolver<Maybe<ResolversTypes['Label']>, "onCreateLabel", ParentType, ContextType, Partial<SubscriptionOnCreateLabelArgs>>;
  onCreatePerson?: SubscriptionResolver<Maybe<ResolversTypes['Person']>, "onCreatePerson", ParentType, ContextType, Partial<SubscriptionOnCreatePersonArgs>>;
  onCreateProject?: SubscriptionResolver<Maybe<ResolversTypes['Project']>, "onCreateProject", ParentType, ContextType, Partial<SubscriptionOnCreateProjectArgs>>;
  onCreateTask?: SubscriptionResolver<Maybe<ResolversTypes['Task']>, "onCreateTask", ParentType, ContextType, Partial<SubscriptionOnCreateTaskArgs>>;
  onCreateTaskLabel?: SubscriptionResolver<Maybe<ResolversTypes['TaskLabel']>, "onCreateTaskLabel", ParentType, ContextType, Partial<SubscriptionOnCreateTaskLabelArgs>>;
  onDeleteComment?: SubscriptionResolver<Maybe<ResolversTypes['Comment']>, "onDeleteComment", ParentType, ContextType, Partial<SubscriptionOnDeleteCommentArgs>>;
  onDeleteLabel?: SubscriptionResolver<Maybe<ResolversTypes['Label']>, "onDeleteLabel", ParentType, ContextType, Partial<SubscriptionOnDeleteLabelArgs>>;
  onDeletePerson?: SubscriptionResolver<Maybe<ResolversTypes['Person']>, "onDeletePerson", ParentType, ContextType, Partial<SubscriptionOnDeletePersonArgs>>;
  onDeleteProject?: SubscriptionResolver<Maybe<ResolversTypes['Project']>, "onDeleteProject", ParentType, ContextType, Partial<SubscriptionOnDeleteProjectArgs>>;
  onDeleteTask?: SubscriptionResolver<Maybe<ResolversTypes['Task']>, "onDeleteTask", ParentType, ContextType, Partial<SubscriptionOnDeleteTaskArgs>>;
  onDeleteTaskLabel?: SubscriptionResolver<Maybe<ResolversTypes['TaskLabel']>, "onDeleteTaskLabel", ParentType, ContextType, Partial<SubscriptionOnDeleteTaskLabelArgs>>;
  onUpdateComment?: SubscriptionResolver<Maybe<ResolversTypes['Comment']>, "onUpdateComment", ParentType, ContextType, Partial<SubscriptionOnUpdateCommentArgs>>;
  onUpdateLabel?: SubscriptionResolver<Maybe<ResolversTypes['Label']>, "onUpdateLabel", ParentType, ContextType, Partial<SubscriptionOnUpdateLabelArgs>>;
  onUpdatePerson?: SubscriptionResolver<Maybe<ResolversTypes['Person']>, "onUpdatePerson", ParentType, ContextType, Partial<SubscriptionOnUpdatePersonArgs>>;
  onUpdateProject?: SubscriptionResolver<Maybe<ResolversTypes['Project']>, "onUpdateProject", ParentType, ContextType, Partial<SubscriptionOnUpdateProjectArgs>>;
  onUpdateTask?: SubscriptionResolver<Maybe<ResolversTypes['Task']>, "onUpdateTask", ParentType, ContextType, Partial<SubscriptionOnUpdateTaskArgs>>;
  onUpdateTaskLabel?: SubscriptionResolver<Maybe<ResolversTypes['TaskLabel']>, "onUpdateTaskLabel", ParentType, ContextType, Partial<SubscriptionOnUpdateTaskLabelArgs>>;
};

export type TaskResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Task'] = ResolversParentTypes['Task']> = {
  assignee?: Resolver<Maybe<ResolversTypes['Person']>, ParentType, ContextType>;
  assigneeId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  comments?: Resolver<Maybe<ResolversTypes['ModelCommentConnection']>, ParentType, ContextType, Partial<TaskCommentsArgs>>;
  createdAt?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
  dueDate?: Resolver<Maybe<ResolversTypes['AWSDate']>, ParentType, ContextType>;
  estimate?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  labels?: Resolver<Maybe<ResolversTypes['ModelTaskLabelConnection']>, ParentType, ContextType, Partial<TaskLabelsArgs>>;
  number?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  owner?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  photos?: Resolver<Maybe<ReadonlyArray<ResolversTypes['File']>>, ParentType, ContextType>;
  project?: Resolver<Maybe<ResolversTypes['Project']>, ParentType, ContextType>;
  projectId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['TaskStatus'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
};

export type TaskLabelResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TaskLabel'] = ResolversParentTypes['TaskLabel']> = {
  createdAt?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  label?: Resolver<ResolversTypes['Label'], ParentType, ContextType>;
  labelId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  owner?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  task?: Resolver<ResolversTypes['Task'], ParentType, ContextType>;
  taskId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
};

export type TenantResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Tenant'] = ResolversParentTypes['Tenant']> = {
  createdAt?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
  graceEndsAt?: Resolver<Maybe<ResolversTypes['AWSDateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  plan?: Resolver<ResolversTypes['TenantPlan'], ParentType, ContextType>;
  quota?: Resolver<ResolversTypes['TenantQuota'], ParentType, ContextType>;
  settings?: Resolver<ResolversTypes['TenantSettings'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['TenantStatus'], ParentType, ContextType>;
  statusReason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  usage?: Resolver<ResolversTypes['TenantUsage'], ParentType, ContextType, RequireFields<TenantUsageArgs, 'from' | 'to'>>;
};

export type TenantActorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TenantActor'] = ResolversParentTypes['TenantActor']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['TenantActorType'], ParentType, ContextType>;
};

export type TenantApiKeyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TenantApiKey'] = ResolversParentTypes['TenantApiKey']> = {
  createdAt?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
  createdBy?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lastUsedAt?: Resolver<Maybe<ResolversTypes['AWSDateTime']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  replacedBy?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  revokedAt?: Resolver<Maybe<ResolversTypes['AWSDateTime']>, ParentType, ContextType>;
  roles?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  scopes?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['TenantApiKeyStatus'], ParentType, ContextType>;
};

export type TenantApiKeyConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TenantApiKeyConnection'] = ResolversParentTypes['TenantApiKeyConnection']> = {
  items?: Resolver<ReadonlyArray<ResolversTypes['TenantApiKey']>, ParentType, ContextType>;
  nextToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type TenantAuditBreakResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TenantAuditBreak'] = ResolversParentTypes['TenantAuditBreak']> = {
  kind?: Resolver<ResolversTypes['TenantAuditBreakKind'], ParentType, ContextType>;
  seq?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  why?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type TenantAuditEntityResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TenantAuditEntity'] = ResolversParentTypes['TenantAuditEntity']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type TenantAuditEventResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TenantAuditEvent'] = ResolversParentTypes['TenantAuditEvent']> = {
  action?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  actor?: Resolver<ResolversTypes['TenantActor'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
  detail?: Resolver<Maybe<ResolversTypes['AWSJSON']>, ParentType, ContextType>;
  entity?: Resolver<Maybe<ResolversTypes['TenantAuditEntity']>, ParentType, ContextType>;
  expiresAt?: Resolver<Maybe<ResolversTypes['AWSDateTime']>, ParentType, ContextType>;
  hash?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  ip?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  outcome?: Resolver<ResolversTypes['TenantAuditOutcome'], ParentType, ContextType>;
  prevExpiresAt?: Resolver<Maybe<ResolversTypes['AWSDateTime']>, ParentType, ContextType>;
  prevHash?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  requestId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  seq?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type TenantAuditEventConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TenantAuditEventConnection'] = ResolversParentTypes['TenantAuditEventConnection']> = {
  items?: Resolver<ReadonlyArray<ResolversTypes['TenantAuditEvent']>, ParentType, ContextType>;
  nextToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type TenantAuditHeadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TenantAuditHead'] = ResolversParentTypes['TenantAuditHead']> = {
  hash?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  seq?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type TenantAuditIntegrityResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TenantAuditIntegrity'] = ResolversParentTypes['TenantAuditIntegrity']> = {
  events?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  firstBroken?: Resolver<Maybe<ResolversTypes['TenantAuditBreak']>, ParentType, ContextType>;
  head?: Resolver<ResolversTypes['TenantAuditHead'], ParentType, ContextType>;
  ok?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type TenantImpersonationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TenantImpersonation'] = ResolversParentTypes['TenantImpersonation']> = {
  createdAt?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lastUsedAt?: Resolver<Maybe<ResolversTypes['AWSDateTime']>, ParentType, ContextType>;
  operator?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  revokedAt?: Resolver<Maybe<ResolversTypes['AWSDateTime']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['TenantApiKeyStatus'], ParentType, ContextType>;
};

export type TenantImpersonationConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TenantImpersonationConnection'] = ResolversParentTypes['TenantImpersonationConnection']> = {
  items?: Resolver<ReadonlyArray<ResolversTypes['TenantImpersonation']>, ParentType, ContextType>;
  nextToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type TenantInvitationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TenantInvitation'] = ResolversParentTypes['TenantInvitation']> = {
  createdAt?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
  email?: Resolver<ResolversTypes['AWSEmail'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  invitedBy?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  roles?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['TenantInvitationStatus'], ParentType, ContextType>;
};

export type TenantInvitationConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TenantInvitationConnection'] = ResolversParentTypes['TenantInvitationConnection']> = {
  items?: Resolver<ReadonlyArray<ResolversTypes['TenantInvitation']>, ParentType, ContextType>;
  nextToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type TenantInvitationSentResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TenantInvitationSent'] = ResolversParentTypes['TenantInvitationSent']> = {
  invitation?: Resolver<ResolversTypes['TenantInvitation'], ParentType, ContextType>;
  token?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type TenantJobResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TenantJob'] = ResolversParentTypes['TenantJob']> = {
  createdAt?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
  done?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['TenantJobKind'], ParentType, ContextType>;
  progress?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  result?: Resolver<Maybe<ResolversTypes['AWSJSON']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['TenantJobStatus'], ParentType, ContextType>;
  total?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
};

export type TenantJobConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TenantJobConnection'] = ResolversParentTypes['TenantJobConnection']> = {
  items?: Resolver<ReadonlyArray<ResolversTypes['TenantJob']>, ParentType, ContextType>;
  nextToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type TenantLimitsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TenantLimits'] = ResolversParentTypes['TenantLimits']> = {
  auditRetentionDays?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  burstSeconds?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  connections?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  costPerMonth?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  costPerSecond?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  eventsPerSecond?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  itemsPerModel?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  maxAnswerBytes?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  maxCalls?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  maxDepth?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  maxFields?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  maxObjects?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  requestsPerMonth?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  requestsPerSecond?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  seats?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  storageBytes?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  subscriptionsPerConnection?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  webhooks?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type TenantMemberResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TenantMember'] = ResolversParentTypes['TenantMember']> = {
  email?: Resolver<ResolversTypes['AWSEmail'], ParentType, ContextType>;
  joinedAt?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
  roles?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['TenantMemberStatus'], ParentType, ContextType>;
  userId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  username?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type TenantMemberConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TenantMemberConnection'] = ResolversParentTypes['TenantMemberConnection']> = {
  items?: Resolver<ReadonlyArray<ResolversTypes['TenantMember']>, ParentType, ContextType>;
  nextToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type TenantNewApiKeyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TenantNewApiKey'] = ResolversParentTypes['TenantNewApiKey']> = {
  apiKey?: Resolver<ResolversTypes['TenantApiKey'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type TenantNewWebhookResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TenantNewWebhook'] = ResolversParentTypes['TenantNewWebhook']> = {
  secret?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  webhook?: Resolver<ResolversTypes['TenantWebhook'], ParentType, ContextType>;
};

export type TenantPermissionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TenantPermission'] = ResolversParentTypes['TenantPermission']> = {
  operation?: Resolver<ResolversTypes['TenantOperation'], ParentType, ContextType>;
  role?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  verdict?: Resolver<ResolversTypes['TenantVerdict'], ParentType, ContextType>;
};

export type TenantPlanResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TenantPlan'] = ResolversParentTypes['TenantPlan']> = {
  features?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  limits?: Resolver<ResolversTypes['TenantLimits'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type TenantQuotaResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TenantQuota'] = ResolversParentTypes['TenantQuota']> = {
  costAvailable?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  costThisMonth?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  requestsAvailable?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  requestsThisMonth?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  resetsAt?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
  seatsUsed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  storageBytesUsed?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type TenantRoleResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TenantRole'] = ResolversParentTypes['TenantRole']> = {
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['TenantRoleKind'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  permissions?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type TenantScheduleResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TenantSchedule'] = ResolversParentTypes['TenantSchedule']> = {
  cron?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  lastRun?: Resolver<Maybe<ResolversTypes['TenantScheduleRun']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  nextRunAt?: Resolver<Maybe<ResolversTypes['AWSDateTime']>, ParentType, ContextType>;
  retries?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  timeZone?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type TenantScheduleRunResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TenantScheduleRun'] = ResolversParentTypes['TenantScheduleRun']> = {
  attempts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  endedAt?: Resolver<Maybe<ResolversTypes['AWSDateTime']>, ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  isManual?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  slot?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
  startedAt?: Resolver<Maybe<ResolversTypes['AWSDateTime']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['TenantScheduleStatus'], ParentType, ContextType>;
};

export type TenantSettingsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TenantSettings'] = ResolversParentTypes['TenantSettings']> = {
  allowImpersonation?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  custom?: Resolver<ResolversTypes['AWSJSON'], ParentType, ContextType>;
};

export type TenantUsageResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TenantUsage'] = ResolversParentTypes['TenantUsage']> = {
  days?: Resolver<ReadonlyArray<ResolversTypes['TenantUsageDay']>, ParentType, ContextType>;
  from?: Resolver<ResolversTypes['AWSDate'], ParentType, ContextType>;
  operations?: Resolver<ReadonlyArray<ResolversTypes['TenantUsageOperation']>, ParentType, ContextType>;
  to?: Resolver<ResolversTypes['AWSDate'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['TenantUsageFigures'], ParentType, ContextType>;
};

export type TenantUsageDayResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TenantUsageDay'] = ResolversParentTypes['TenantUsageDay']> = {
  day?: Resolver<ResolversTypes['AWSDate'], ParentType, ContextType>;
  figures?: Resolver<ResolversTypes['TenantUsageFigures'], ParentType, ContextType>;
};

export type TenantUsageFiguresResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TenantUsageFigures'] = ResolversParentTypes['TenantUsageFigures']> = {
  bytes?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  connectionMinutes?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  cost?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  errors?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  messages?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  ms?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  rcu?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  requests?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  rowsRead?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  rowsWritten?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  wcu?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type TenantUsageOperationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TenantUsageOperation'] = ResolversParentTypes['TenantUsageOperation']> = {
  figures?: Resolver<ResolversTypes['TenantUsageFigures'], ParentType, ContextType>;
  operation?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type TenantWebhookResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TenantWebhook'] = ResolversParentTypes['TenantWebhook']> = {
  actsAs?: Resolver<ResolversTypes['TenantActor'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
  createdBy?: Resolver<ResolversTypes['TenantActor'], ParentType, ContextType>;
  description?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  disabledReason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  events?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  health?: Resolver<ResolversTypes['TenantWebhookHealth'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  oldSecretUntil?: Resolver<Maybe<ResolversTypes['AWSDateTime']>, ParentType, ContextType>;
  payload?: Resolver<ResolversTypes['TenantWebhookPayload'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['TenantWebhookStatus'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
  url?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type TenantWebhookAttemptResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TenantWebhookAttempt'] = ResolversParentTypes['TenantWebhookAttempt']> = {
  at?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
  durationMs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  status?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type TenantWebhookConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TenantWebhookConnection'] = ResolversParentTypes['TenantWebhookConnection']> = {
  items?: Resolver<ReadonlyArray<ResolversTypes['TenantWebhook']>, ParentType, ContextType>;
  nextToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type TenantWebhookDeliveryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TenantWebhookDelivery'] = ResolversParentTypes['TenantWebhookDelivery']> = {
  attempts?: Resolver<ReadonlyArray<ResolversTypes['TenantWebhookAttempt']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
  event?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  nextAttemptAt?: Resolver<Maybe<ResolversTypes['AWSDateTime']>, ParentType, ContextType>;
  payload?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['TenantWebhookDeliveryStatus'], ParentType, ContextType>;
  webhook?: Resolver<Maybe<ResolversTypes['TenantWebhook']>, ParentType, ContextType>;
};

export type TenantWebhookDeliveryConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TenantWebhookDeliveryConnection'] = ResolversParentTypes['TenantWebhookDeliveryConnection']> = {
  items?: Resolver<ReadonlyArray<ResolversTypes['TenantWebhookDelivery']>, ParentType, ContextType>;
  nextToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type TenantWebhookHealthResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TenantWebhookHealth'] = ResolversParentTypes['TenantWebhookHealth']> = {
  failingSince?: Resolver<Maybe<ResolversTypes['AWSDateTime']>, ParentType, ContextType>;
  failures?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  lastDeliveryAt?: Resolver<Maybe<ResolversTypes['AWSDateTime']>, ParentType, ContextType>;
  pausedUntil?: Resolver<Maybe<ResolversTypes['AWSDateTime']>, ParentType, ContextType>;
};

export type TenantWebhookReplayResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TenantWebhookReplay'] = ResolversParentTypes['TenantWebhookReplay']> = {
  complete?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type UploadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Upload'] = ResolversParentTypes['Upload']> = {
  expiresAt?: Resolver<Maybe<ResolversTypes['AWSDateTime']>, ParentType, ContextType>;
  file?: Resolver<ResolversTypes['File'], ParentType, ContextType>;
  headers?: Resolver<Maybe<ReadonlyArray<ResolversTypes['UploadHeader']>>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  method?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  partCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  partSize?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  receivedParts?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Int']>>, ParentType, ContextType>;
  url?: Resolver<Maybe<ResolversTypes['AWSURL']>, ParentType, ContextType>;
};

export type UploadHeaderResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UploadHeader'] = ResolversParentTypes['UploadHeader']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type UploadPartResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UploadPart'] = ResolversParentTypes['UploadPart']> = {
  expiresAt?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
  headers?: Resolver<ReadonlyArray<ResolversTypes['UploadHeader']>, ParentType, ContextType>;
  number?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  url?: Resolver<ResolversTypes['AWSURL'], ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  AWSDate?: GraphQLScalarType;
  AWSDateTime?: GraphQLScalarType;
  AWSEmail?: GraphQLScalarType;
  AWSJSON?: GraphQLScalarType;
  AWSURL?: GraphQLScalarType;
  Address?: AddressResolvers<ContextType>;
  Comment?: CommentResolvers<ContextType>;
  File?: FileResolvers<ContextType>;
  Label?: LabelResolvers<ContextType>;
  Me?: MeResolvers<ContextType>;
  ModelCommentConnection?: ModelCommentConnectionResolvers<ContextType>;
  ModelLabelConnection?: ModelLabelConnectionResolvers<ContextType>;
  ModelPersonConnection?: ModelPersonConnectionResolvers<ContextType>;
  ModelProjectConnection?: ModelProjectConnectionResolvers<ContextType>;
  ModelTaskConnection?: ModelTaskConnectionResolvers<ContextType>;
  ModelTaskLabelConnection?: ModelTaskLabelConnectionResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  MyTenant?: MyTenantResolvers<ContextType>;
  Person?: PersonResolvers<ContextType>;
  Project?: ProjectResolvers<ContextType>;
  ProjectReport?: ProjectReportResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  Task?: TaskResolvers<ContextType>;
  TaskLabel?: TaskLabelResolvers<ContextType>;
  Tenant?: TenantResolvers<ContextType>;
  TenantActor?: TenantActorResolvers<ContextType>;
  TenantApiKey?: TenantApiKeyResolvers<ContextType>;
  TenantApiKeyConnection?: TenantApiKeyConnectionResolvers<ContextType>;
  TenantAuditBreak?: TenantAuditBreakResolvers<ContextType>;
  TenantAuditEntity?: TenantAuditEntityResolvers<ContextType>;
  TenantAuditEvent?: TenantAuditEventResolvers<ContextType>;
  TenantAuditEventConnection?: TenantAuditEventConnectionResolvers<ContextType>;
  TenantAuditHead?: TenantAuditHeadResolvers<ContextType>;
  TenantAuditIntegrity?: TenantAuditIntegrityResolvers<ContextType>;
  TenantImpersonation?: TenantImpersonationResolvers<ContextType>;
  TenantImpersonationConnection?: TenantImpersonationConnectionResolvers<ContextType>;
  TenantInvitation?: TenantInvitationResolvers<ContextType>;
  TenantInvitationConnection?: TenantInvitationConnectionResolvers<ContextType>;
  TenantInvitationSent?: TenantInvitationSentResolvers<ContextType>;
  TenantJob?: TenantJobResolvers<ContextType>;
  TenantJobConnection?: TenantJobConnectionResolvers<ContextType>;
  TenantLimits?: TenantLimitsResolvers<ContextType>;
  TenantMember?: TenantMemberResolvers<ContextType>;
  TenantMemberConnection?: TenantMemberConnectionResolvers<ContextType>;
  TenantNewApiKey?: TenantNewApiKeyResolvers<ContextType>;
  TenantNewWebhook?: TenantNewWebhookResolvers<ContextType>;
  TenantPermission?: TenantPermissionResolvers<ContextType>;
  TenantPlan?: TenantPlanResolvers<ContextType>;
  TenantQuota?: TenantQuotaResolvers<ContextType>;
  TenantRole?: TenantRoleResolvers<ContextType>;
  TenantSchedule?: TenantScheduleResolvers<ContextType>;
  TenantScheduleRun?: TenantScheduleRunResolvers<ContextType>;
  TenantSettings?: TenantSettingsResolvers<ContextType>;
  TenantUsage?: TenantUsageResolvers<ContextType>;
  TenantUsageDay?: TenantUsageDayResolvers<ContextType>;
  TenantUsageFigures?: TenantUsageFiguresResolvers<ContextType>;
  TenantUsageOperation?: TenantUsageOperationResolvers<ContextType>;
  TenantWebhook?: TenantWebhookResolvers<ContextType>;
  TenantWebhookAttempt?: TenantWebhookAttemptResolvers<ContextType>;
  TenantWebhookConnection?: TenantWebhookConnectionResolvers<ContextType>;
  TenantWebhookDelivery?: TenantWebhookDeliveryResolvers<ContextType>;
  TenantWebhookDeliveryConnection?: TenantWebhookDeliveryConnectionResolvers<ContextType>;
  TenantWebhookHealth?: TenantWebhookHealthResolvers<ContextType>;
  TenantWebhookReplay?: TenantWebhookReplayResolvers<ContextType>;
  Upload?: UploadResolvers<ContextType>;
  UploadHeader?: UploadHeaderResolvers<ContextType>;
  UploadPart?: UploadPartResolvers<ContextType>;
};


/** A resolver as a plain function, and every one of these there. */
type Callable<Resolvers, Names extends keyof Resolvers> = {
  readonly [Name in Names]-?: Extract<NonNullable<Resolvers[Name]>, (...args: never[]) => unknown>;
};

export type CustomQuery = Callable<QueryResolvers, 'myCard' | 'projectReport'>;
export type CustomMutation = Callable<MutationResolvers, 'closeProject' | 'addTask'>;
export type CustomProject = Callable<ProjectResolvers, 'progress'>;

export interface RequiredResolvers {
  readonly Query: CustomQuery;
  readonly Mutation: CustomMutation;
  readonly Project: CustomProject;
}
